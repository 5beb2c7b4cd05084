// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openPage } from "./page.tsx";

async function openPanel() {
  const page = await openPage();
  page.store.getState().setThreshold(20);
  page.store.getState().change({ panel: "larger-pool" });
  await screen.findByRole("heading", { name: "A sample of a larger pool" });
  return page;
}

describe("the panel of a larger pool", () => {
  it("scales t and what is kept with the pool", async () => {
    const { store, user } = await openPanel();
    const field = screen.getByLabelText("captions in the larger pool");
    await user.clear(field);
    await user.type(field, "64000{Enter}");
    expect(store.getState().settings.largerPool).toBe(64_000);
    const row = await screen.findByRole("row", { name: /^threshold t 20 ≈ 20,000 ± 4,470/ });
    const kept = within(row.parentElement as HTMLElement).getByRole("row", {
      name: /^captions kept/,
    });
    expect(kept.textContent).toMatch(/≈ [\d,]+000 ± [\d,]+/);
  });

  it("balances with counts from elsewhere, at the same p until another t is set", async () => {
    const { store, user } = await openPanel();
    const counts = { photo: 4000, dog: 2000, "hot dog": 100, cat: 100, submarine: 3 };
    const file = new File([JSON.stringify(counts)], "counts.json");
    await user.upload(screen.getByLabelText("Entry counts to use"), file);
    await screen.findByText(/1 entry of the file are not in this metadata/);
    store.getState().setTailShare(1);
    await waitFor(() => expect(screen.getByText(/the tail share is 100.0%/)).toBeDefined());
    const field = screen.getByLabelText("t in the pool of counts.json");
    await user.clear(field);
    await user.type(field, "100{Enter}");
    await screen.findByText(/4 entries are head at this t/);
    await user.click(screen.getByRole("button", { name: "follow p" }));
    await screen.findByText(/the tail share is 100.0%/);
  });

  it("says what is wrong with a file", async () => {
    const { user } = await openPanel();
    const file = new File(["[1]"], "counts.json");
    await user.upload(screen.getByLabelText("Entry counts to use"), file);
    expect((await screen.findByRole("alert")).textContent).toMatch(/counts.json has 1 counts, but/);
  });
});
