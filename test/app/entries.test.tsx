// @vitest-environment jsdom

import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../src/app/entries/status.ts";
import { distributionOf } from "../../src/core/counting/distribution.ts";
import { createFakeEngine, ENTRIES } from "./fakeEngine.ts";
import { openPage } from "./page.tsx";

async function openTable(engine = createFakeEngine()) {
  const page = await openPage(engine);
  const region = within(screen.getByRole("region", { name: "Entries" }));
  const grid = await region.findByRole("grid", { name: "Entries" });
  const captions = () => page.store.getState().settings.captions;
  return { ...page, region, grid, captions };
}

/** The entries shown, from top to bottom. */
function shown(grid: HTMLElement): string[] {
  return within(grid)
    .getAllByRole("rowheader")
    .map(({ textContent }) => textContent ?? "");
}

function rowOf(grid: HTMLElement, entry: string): HTMLElement {
  return within(grid).getByRole("rowheader", { name: entry }).closest('[role="row"]')!;
}

/** Row and column of the cell with the focus, as a screen reader counts them. */
function focused(): [row: string | null, column: string | null] {
  const cell = document.activeElement?.closest("[aria-colindex]");
  return [
    cell?.closest("[aria-rowindex]")?.getAttribute("aria-rowindex") ?? null,
    cell?.getAttribute("aria-colindex") ?? null,
  ];
}

describe("the entries table", () => {
  it("shows each entry's figures and status, and why none can match", async () => {
    const { grid, store } = await openTable();
    act(() => store.getState().setThreshold(30));
    await waitFor(() => expect(store.getState().restedT).toBe(30));
    const dog = rowOf(grid, "dog");
    await waitFor(() => expect(within(dog).getByText("tail")).toBeDefined());
    const cells = (entry: string) =>
      within(rowOf(grid, entry))
        .getAllByRole("gridcell")
        .slice(1)
        .map(({ textContent }) => textContent);
    expect(cells("dog")).toEqual(["21", "21", "21", "16.94%", "100%", "tail"]);
    expect(cells("a").slice(0, 2)).toEqual(["61", "30"]);
    expect(cells("a").at(-1)).toBe("head");
    expect(cells("zebra")).toEqual(["0", "0", "0", "0%", "", "none here"]);
    expect(cells("St. Louis")).toEqual([
      "0",
      "No caption can hold it: a full stop inside",
      "unmatchable",
    ]);
  });

  it("is sorted by each column, numbers first from the largest", async () => {
    const { grid, user, store } = await openTable();
    await waitFor(() => expect(shown(grid)[0]).toBe("a"));
    for (const column of [
      "entry",
      "matches",
      "capped",
      "balanced",
      "share",
      "kept share",
      "status",
    ]) {
      const header = within(grid).getByRole("columnheader", { name: new RegExp(`^${column}`) });
      const before = header.getAttribute("aria-sort");
      await user.click(within(header).getByRole("button"));
      const isText = column === "entry" || column === "status";
      const expected = before === "descending" || isText ? "ascending" : "descending";
      await waitFor(() => expect(header.getAttribute("aria-sort")).toBe(expected));
      expect(store.getState().settings.entries.descending).toBe(expected === "descending");
    }
    await user.click(within(grid).getByRole("button", { name: /^entry/ }));
    await waitFor(() => expect(shown(grid)).toEqual([...ENTRIES].sort()));
    expect(within(grid).queryByRole("columnheader", { name: /source/ })).toBeNull();
  });

  it("has a source column where the list tells one", async () => {
    const engine = createFakeEngine();
    const { metadata } = engine.pool;
    const sources = [
      { name: "letters", first: 0 },
      { name: "things", first: 1 },
    ];
    engine.pool = { ...engine.pool, metadata: { ...metadata, sources } };
    const pool = engine.pool;
    engine.loadDemo = async () => ({ pool, problems: [], recipe: null });
    const { grid } = await openTable(engine);
    within(rowOf(grid, "a")).getByText("letters");
    within(rowOf(grid, "zebra")).getByText("things");
  });

  it("is searched, and filtered by status and by a range of matches, which can be taken back", async () => {
    const { grid, region, user, store } = await openTable();
    await user.type(region.getByRole("searchbox"), "DOG");
    expect(await region.findByText("2 entries")).toBeDefined();
    await user.clear(region.getByRole("searchbox"));
    await user.selectOptions(region.getByRole("combobox", { name: /Status/ }), "unmatchable");
    await waitFor(() => expect(shown(grid)).toEqual(["St. Louis"]));
    await user.selectOptions(region.getByRole("combobox", { name: /Status/ }), "any status");
    const { entries } = store.getState().settings;
    act(() => store.getState().change({ entries: { ...entries, counts: { from: 1, to: 40 } } }));
    expect(await region.findByText("4 entries")).toBeDefined();
    region.getByText("1–40 matches");
    await user.click(region.getByRole("button", { name: /any number of matches/ }));
    expect(await region.findByText("7 entries")).toBeDefined();
    await user.type(region.getByRole("searchbox"), "nothing");
    expect(await region.findByText(/No entry holds “nothing”/)).toBeDefined();
    await user.click(region.getByRole("button", { name: "Show all entries" }));
    expect(await region.findByText("7 entries")).toBeDefined();
  });

  it("follows the rested t in its order by balance", async () => {
    const engine = createFakeEngine();
    const { grid, user, store } = await openTable(engine);
    await user.click(within(grid).getByRole("button", { name: /^balanced/ }));
    const { entryCounts } = store.getState().pool!;
    const orderAt = async (t: number) => {
      const { balancedCounts } = await engine.balance(t);
      return [...ENTRIES.keys()]
        .sort((a, b) => balancedCounts[b] - balancedCounts[a] || entryCounts[b] - entryCounts[a])
        .map((id) => ENTRIES[id]);
    };
    const orders = new Map<string, number>();
    for (let t = 1; t < 62; t++) orders.set((await orderAt(t)).join(), t);
    expect(orders.size).toBeGreaterThan(1);
    for (const [order, t] of orders) {
      act(() => store.getState().setThreshold(t));
      await waitFor(() => expect(shown(grid).join()).toBe(order));
    }
  });

  it("counts one file when asked", async () => {
    const engine = createFakeEngine();
    const { grid, region, user, store } = await openTable(engine);
    expect(region.queryByRole("combobox", { name: /File/ })).toBeNull();
    await act(async () => {
      store.getState().open([new File(["x"], "one.jsonl"), new File(["x"], "two.jsonl")]);
    });
    await user.selectOptions(
      await region.findByRole("combobox", { name: /File/ }),
      "matches in two.jsonl",
    );
    await waitFor(() => expect(rowOf(grid, "a").textContent).toMatch(/^a0/));
  });
});

describe("entries that are chosen", () => {
  it("are those whose captions are shown: one by a click, more with Ctrl, Shift or the check box", async () => {
    const { grid, region, user, captions } = await openTable();
    await user.click(within(grid).getByText("photo"));
    expect(captions().entries).toEqual(["photo"]);
    expect(rowOf(grid, "photo").getAttribute("aria-selected")).toBe("true");
    fireEvent.click(within(grid).getByText("cat"), { ctrlKey: true });
    expect(captions().entries).toEqual(["photo", "cat"]);
    await user.click(within(grid).getByRole("checkbox", { name: "Select dog" }));
    expect(captions().entries).toEqual(["photo", "cat", "dog"]);
    await user.click(within(grid).getByRole("checkbox", { name: "Select cat" }));
    expect(captions().entries).toEqual(["photo", "dog"]);

    const chosen = within(region.getByRole("region", { name: /captions are shown/ }));
    await user.selectOptions(chosen.getByRole("combobox"), "any of");
    expect(captions().hold).toBe("any");
    await user.click(chosen.getByRole("button", { name: "Leave out photo" }));
    expect(captions().entries).toEqual(["dog"]);
    expect(chosen.queryByRole("combobox")).toBeNull();
    await user.click(within(grid).getByText("dog"));
    expect(captions().entries).toEqual([]);
    expect(region.queryByRole("region", { name: /captions are shown/ })).toBeNull();
  });

  it("are a run of rows with Shift, either way", async () => {
    const { grid, captions } = await openTable();
    await waitFor(() => expect(shown(grid)[0]).toBe("a"));
    const order = shown(grid);
    fireEvent.click(within(grid).getByText(order[3]));
    fireEvent.click(within(grid).getByText(order[1]), { shiftKey: true });
    expect([...captions().entries].sort()).toEqual(order.slice(1, 4).sort());
  });

  it("bring back the kept captions when unmatched ones were shown", async () => {
    const { grid, user, captions } = await openTable();
    await user.click(screen.getByRole("tab", { name: "Unmatched" }));
    await user.click(within(grid).getByText("cat"));
    expect(captions()).toMatchObject({ kind: "kept", entries: ["cat"] });
  });
});

describe("the entries table by keyboard", () => {
  it("is one stop of the tab key, and its cells are gone through with arrows, Home, End and pages", async () => {
    const { grid, region, user } = await openTable();
    expect(grid.querySelectorAll('[tabindex="0"]').length).toBe(1);
    region.getByRole("combobox", { name: /Status/ }).focus();
    await user.tab();
    expect(focused()).toEqual(["2", "2"]);
    await user.keyboard("{ArrowDown}{ArrowRight}");
    expect(focused()).toEqual(["3", "3"]);
    await user.keyboard("{Home}");
    expect(focused()).toEqual(["3", "1"]);
    await user.keyboard("{End}");
    expect(focused()).toEqual(["3", "8"]);
    await user.keyboard("{Control>}{End}{/Control}");
    expect(focused()).toEqual([String(ENTRIES.length + 1), "8"]);
    await user.keyboard("{Control>}{Home}{/Control}");
    expect(focused()).toEqual(["2", "1"]);
    await user.keyboard("{PageDown}");
    expect(focused()).toEqual([String(ENTRIES.length + 1), "1"]);
    await user.keyboard("{PageUp}{ArrowUp}{ArrowRight}");
    expect(focused()).toEqual(["1", "2"]);
    expect(document.activeElement?.textContent).toBe("entry");
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(focused()).toEqual(["1", "1"]);
    expect(grid.querySelectorAll('[tabindex="0"]').length).toBe(1);
  });

  it("sorts from the header, opens with Enter, selects with Space, and forgets with Escape", async () => {
    const { grid, region, user, store, captions } = await openTable();
    region.getByRole("combobox", { name: /Status/ }).focus();
    await user.tab();
    await user.keyboard("{ArrowUp}{Enter}");
    expect(store.getState().settings.entries.sort).toBe("entry");
    await waitFor(() => expect(shown(grid)[0]).toBe("St. Louis"));
    expect(focused()).toEqual(["1", "2"]);
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(captions().entries).toEqual(["a"]);
    await user.keyboard("{ArrowDown}[Space]");
    expect(captions().entries).toEqual(["a", "cat"]);
    await user.keyboard("{ArrowDown}{ArrowDown}{Shift>}[Space]{/Shift}");
    expect(captions().entries).toEqual(["a", "cat", "dog", "hot dog"]);
    await user.keyboard("{Escape}");
    expect(captions().entries).toEqual([]);
  });

  it("goes over the reason of an unmatchable entry as over one cell", async () => {
    const { grid, user } = await openTable();
    const reason = within(rowOf(grid, "St. Louis")).getByText(/full stop inside/);
    act(() => within(rowOf(grid, "St. Louis")).getByRole("rowheader").focus());
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement).toBe(reason);
    expect(reason.getAttribute("aria-colspan")).toBe("4");
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement?.textContent).toBe("unmatchable");
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(document.activeElement?.textContent).toBe("0");
  });
});

describe("a table of half a million entries", () => {
  const many = Array.from({ length: 500_000 }, (_, i) => `entry ${i}`);

  it("renders some rows only, tells of all, and keeps the focus on a row out of view", async () => {
    const engine = createFakeEngine(["entry 7"], ["entry"]);
    const counts = new Uint32Array(many.length).fill(1);
    const bytes = new TextEncoder().encode(`${many.join("")}        `);
    const starts = new Uint32Array(many.length + 1);
    many.forEach((entry, i) => {
      starts[i + 1] = starts[i] + entry.length;
    });
    const pool = {
      ...engine.pool,
      entries: { bytes, starts },
      unmatchable: new Uint8Array(many.length),
      entryCounts: counts,
      distribution: distributionOf(counts),
    };
    engine.loadDemo = async () => ({ pool, problems: [], recipe: null });
    const { grid, user } = await openTable(engine);
    expect(grid.getAttribute("aria-rowcount")).toBe("500001");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(60);
    expect(grid.querySelector<HTMLElement>('[style*="height"]')?.style.height).toBe("8000000px");
    act(() => within(rowOf(grid, "entry 0")).getByRole("rowheader").focus());
    await user.keyboard("{Control>}{End}{/Control}");
    expect(focused()[0]).toBe("500001");
    await user.keyboard("{ArrowUp}");
    expect(focused()[0]).toBe("500000");
    const scroller = grid.parentElement!;
    act(() => {
      scroller.scrollTop = 0;
      fireEvent.scroll(scroller);
    });
    expect(shown(grid)[0]).toBe("entry 0");
    expect(focused()[0]).toBe("500000");
    await user.keyboard("{ArrowDown}");
    expect(focused()[0]).toBe("500001");
  });
});

describe("the reason why an entry is unmatchable", () => {
  it.each([
    ["St. Louis", "No caption can hold it: a full stop inside"],
    ["10,000", "No caption can hold it: a comma inside"],
    ["? !", "No caption can hold it: two marks, one space"],
    ["a\tb", "No caption can hold it: a tab or line break inside"],
  ])("is told in words for %j", (entry, expected) => {
    expect(reasonOf(entry)).toBe(expected);
  });
});
