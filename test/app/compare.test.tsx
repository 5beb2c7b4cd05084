// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openPage } from "./page.tsx";

/** The cells of a row of figures, by its name. */
function row(name: string): string[] {
  const cells = within(screen.getByRole("row", { name: new RegExp(`^${name}`) })).getAllByRole(
    "cell",
  );
  return cells.map((cell) => cell.textContent ?? "");
}

async function openCompare() {
  const page = await openPage();
  page.store.getState().setThreshold(5);
  page.store.getState().change({ panel: "compare" });
  await page.user.click(await screen.findByRole("button", { name: "Pin t = 5, seed 0" }));
  return page;
}

describe("the compare panel", () => {
  it("says what a larger t lets in", async () => {
    const { store } = await openCompare();
    store.getState().setThreshold(62);
    await waitFor(() => expect(row("threshold t")).toEqual(["5", "62", "+1140%"]));
    const [before, now] = row("captions kept").map((figure) => Number(figure));
    expect(now).toBe(62);
    expect(before).toBeLessThan(62);
    expect(screen.getByText(new RegExp(`^${now - before} captions enter, 0 leave`))).toBeDefined();
  });

  it("names the entries and captions that move", async () => {
    const { store, user } = await openCompare();
    store.getState().setThreshold(62);
    const panel = await screen.findByRole("tabpanel", { name: "entries" });
    await within(panel).findByRole("row", { name: /^photo 40/ });
    await user.click(screen.getByRole("tab", { name: "Captions that enter" }));
    expect((await screen.findAllByText(/chance 1.00 · mine.jsonl, line/)).length).toBeGreaterThan(
      5,
    );
    await user.click(screen.getByRole("tab", { name: "Captions that leave" }));
    await screen.findByText("No caption leaves.");
  });

  it("shows with two seeds how much is chance", async () => {
    const { store, user } = await openPage();
    store.getState().setThreshold(20);
    store.getState().change({ panel: "compare" });
    await user.click(
      await screen.findByRole("button", { name: "Pin it and draw with another seed" }),
    );
    await waitFor(() => expect(store.getState().pool?.seed).toBe(1));
    await screen.findByText(/Two draws that have nothing to do with each other would share about/);
    expect(row("threshold t")).toEqual(["20", "20", "="]);
  });

  it("swaps and lets go of what is pinned", async () => {
    const { store, user } = await openCompare();
    store.getState().setThreshold(9);
    await user.click(await screen.findByRole("button", { name: "swap" }));
    expect(store.getState().t).toBe(5);
    expect(store.getState().settings.pinned?.threshold).toEqual({ fixed: "t", t: 9 });
    await user.click(screen.getByRole("button", { name: "unpin" }));
    await screen.findByRole("button", { name: "Pin t = 5, seed 0" });
  });
});

describe("aiming", () => {
  it("finds the t that keeps about so many captions", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("button", { name: "aim for…" }));
    await user.type(screen.getByLabelText("aim for"), "30{Enter}");
    const { t } = store.getState();
    await screen.findByText(new RegExp(`^t = ${t} keeps (29|30|31) captions`));
  });

  it("finds the largest t whose lines fit, and says when none does", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("button", { name: "aim for…" }));
    await user.selectOptions(screen.getByLabelText("What to aim for"), "MB");
    await user.type(screen.getByLabelText("at most"), "0.003{Enter}");
    await screen.findByText(/keeps (2\.\d|3\.0) kB of lines, the most that fits/);
    await user.clear(screen.getByLabelText("at most"));
    await user.type(screen.getByLabelText("at most"), "0.0000001{Enter}");
    await screen.findByText(/no threshold keeps less/);
    expect(store.getState().t).toBe(1);
  });

  it("asks for a number", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("button", { name: "aim for…" }));
    await user.type(screen.getByLabelText("aim for"), "many{Enter}");
    await screen.findByText("Type a number larger than 0.");
  });
});
