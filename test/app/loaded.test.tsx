// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { lazy } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Loaded } from "../../src/app/parts/Loaded.tsx";

afterEach(cleanup);

describe("a part that is loaded when it is needed", () => {
  it("stands in its place once it has come", async () => {
    const Part = lazy(async () => ({ default: () => <p>here it is</p> }));
    render(
      <Loaded name="the panel" fallback={<p>on its way</p>}>
        <Part />
      </Loaded>,
    );
    expect(screen.getByText("on its way")).toBeDefined();
    expect(await screen.findByText("here it is")).toBeDefined();
  });

  it("says so when it fails, and leaves the rest of the page", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const Part = lazy(async () => {
      throw new Error("Failed to fetch");
    });
    render(
      <>
        <p>the rest</p>
        <Loaded name="the panel">
          <Part />
        </Loaded>
      </>,
    );
    expect((await screen.findByRole("alert")).textContent).toMatch(
      /^Headtail could not show the panel: Failed to fetch\. .* reload the page\.$/,
    );
    expect(screen.getByText("the rest")).toBeDefined();
    vi.restoreAllMocks();
  });
});
