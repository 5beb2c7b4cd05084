// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { keptAt } from "../../src/core/index.ts";
import { CAPTIONS, createFakeEngine } from "./fakeEngine.ts";
import { openPage, pick, tile } from "./page.tsx";

describe("the page on arrival", () => {
  it("shows the demo pool, labelled as made up, with a live slider", async () => {
    await openPage();
    expect(screen.getByText(/This demo pool is made up/)).toBeDefined();
    expect(screen.getByRole("slider", { name: "Threshold t" })).toBeDefined();
    expect(screen.getByText(/of 64 captions stay/)).toBeDefined();
  });

  it("keeps captions, matches, capped and balanced matches apart by name", async () => {
    const { store } = await openPage();
    const { pool } = store.getState();
    for (const t of [1, 5, 100]) {
      store.getState().setThreshold(t);
      const kept = keptAt(pool!.kept, store.getState().t);
      await waitFor(() => expect(tile("balanced matches")).toBe(String(kept.matches)));
      expect(tile("captions kept")).toBe(String(kept.captions));
    }
    expect(tile("capped matches")).toBe(String(61 + 40 + 21 + 1 + 1));
    expect(tile("matched captions")).toBe("62");
    expect(tile("unmatchable")).toBe("1");
    expect(tile("no match in this data")).toBe("1");
    expect(tile("with matches")).toBe("5");
  });

  it("says the expected number with its deviation once t rests, and about what it is before", async () => {
    const engine = createFakeEngine();
    const { store } = await openPage(engine);
    expect(await screen.findByText(/expected \d+ ± \d+/)).toBeDefined();
    const { expectedKept } = await engine.balance(8);
    store.getState().setThreshold(8);
    const estimate = `expected ≈ ${Math.round(expectedKept)}`;
    expect(await screen.findByText(estimate, { exact: false })).toBeDefined();
    expect(screen.queryByText(/expected \d+ ±/)).toBeNull();
    const exact = await screen.findByText(/expected \d+ ± \d+/);
    expect(exact.textContent).toContain(`expected ${Math.round(expectedKept)} ±`);
  });
});

describe("what balancing gives", () => {
  it("is asked for again when a newer t took its place, and no error is shown", async () => {
    const engine = createFakeEngine();
    const { balance } = engine;
    const asked: number[] = [];
    engine.balance = async (t) => {
      asked.push(t);
      if (asked.length === 1) throw new DOMException("A newer t", "AbortError");
      return balance(t);
    };
    await openPage(engine);
    expect(await screen.findByText(/expected \d+ ± \d+/)).toBeDefined();
    expect(asked.slice(0, 2)).toEqual([asked[0], asked[0]]);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("the threshold", () => {
  it("starts at a tail share of 6%", async () => {
    const { store } = await openPage();
    expect(store.getState().settings.threshold.fixed).toBe("p");
    expect((screen.getByLabelText(/tail share p/) as HTMLInputElement).value).toBe("6");
  });

  it("moves by keyboard, and t is then what is held", async () => {
    const { store, user } = await openPage();
    const slider = screen.getByRole("slider", { name: "Threshold t" });
    slider.focus();
    await user.keyboard("{Home}");
    expect(store.getState().t).toBe(1);
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(store.getState().t).toBe(3);
    await user.keyboard("{PageUp}");
    expect(store.getState().t).toBe(5);
    await user.keyboard("{End}");
    expect(store.getState().t).toBe(62);
    expect(store.getState().settings.threshold.fixed).toBe("t");
    expect(slider.getAttribute("aria-valuetext")).toBe("t 62, tail share 100 percent, 62 kept");
    expect(tile("captions kept")).toBe("62");
  });

  it("follows the number field, and stays in bounds", async () => {
    const { store, user } = await openPage();
    const field = screen.getByLabelText("threshold t");
    await user.clear(field);
    await user.type(field, "9999{Enter}");
    expect(store.getState().t).toBe(62);
    await user.clear(field);
    await user.type(field, "x{Enter}");
    expect(store.getState().t).toBe(62);
  });

  it("follows the tail share, which is then held when the seed changes", async () => {
    const { store, user } = await openPage();
    const field = screen.getByLabelText(/tail share p/);
    await user.clear(field);
    await user.type(field, "19{Enter}");
    expect(store.getState()).toMatchObject({ p: 0.19, t: 21 });
    await user.click(screen.getByRole("button", { name: "draw again" }));
    await waitFor(() => expect(store.getState().pool?.seed).toBe(1));
    expect(store.getState()).toMatchObject({ p: 0.19, t: 21 });
  });
});

describe("loading", () => {
  it("replaces the demo pool without asking", async () => {
    const { engine, user } = await openPage();
    await pick(user, "mine.jsonl");
    expect(await screen.findByText(/mine.jsonl · 64 captions/)).toBeDefined();
    expect(engine.calls.at(-1)).toMatchObject({ name: "load", argument: { mode: "replace" } });
  });

  it("asks whether files replace the user's own pool or join it", async () => {
    const { engine, user } = await openPage();
    await pick(user, "mine.jsonl");
    await screen.findByText(/mine.jsonl · 64 captions/);
    await pick(user, "more.jsonl");
    const dialog = screen.getByRole("dialog", { name: "Load more.jsonl" });
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    expect(await screen.findByText(/2 files · 64 captions/)).toBeDefined();
    expect(engine.calls.at(-1)).toMatchObject({ argument: { mode: "add" } });
  });

  it("shows progress and cancels, the pool before it staying", async () => {
    const engine = createFakeEngine();
    const { user } = await openPage(engine);
    engine.gate = new Promise(() => {});
    await pick(user, "mine.jsonl");
    const job = await screen.findByRole("region", { name: "Progress of mine.jsonl" });
    expect(job.textContent).toContain("500 B of 1.0 kB · 30 lines · 29 matched captions");
    await user.click(within(job).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.getByText(/Demo pool, made up · 64 captions/)).toBeDefined();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("stops a running load when another replaces it", async () => {
    const engine = createFakeEngine();
    const { user, store } = await openPage(engine);
    engine.gate = new Promise(() => {});
    await pick(user, "slow.jsonl");
    engine.gate = null;
    await pick(user, "fast.jsonl");
    await user.click(screen.getByRole("button", { name: "Replace" }));
    expect(await screen.findByText(/fast.jsonl · 64 captions/)).toBeDefined();
    expect(store.getState().jobs).toEqual([]);
  });

  it("says what went wrong in the page until it is dismissed", async () => {
    const engine = createFakeEngine();
    const { user } = await openPage(engine);
    engine.failure = new Error("mine.jsonl is empty. Choose a file with one JSON object a line.");
    await pick(user, "mine.jsonl");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("mine.jsonl is empty.");
    expect(screen.getByText(/Demo pool, made up · 64 captions/)).toBeDefined();
    await user.click(within(alert).getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("takes files dropped anywhere", async () => {
    const { engine } = await openPage();
    const file = new File(['{"text":"a dog"}\n'], "dropped.jsonl");
    const dataTransfer = { types: ["Files"], files: [file], items: [] };
    fireEvent.dragOver(document.body, { dataTransfer });
    expect(screen.getByText("Drop to load")).toBeDefined();
    fireEvent.drop(document.body, { dataTransfer });
    await waitFor(() => expect(engine.calls.at(-1)).toMatchObject({ argument: { files: [file] } }));
    expect(screen.queryByText("Drop to load")).toBeNull();
  });

  it("lists rejected lines with their numbers and reasons", async () => {
    const { user } = await openPage();
    await user.click(screen.getByText("1 line rejected"));
    expect(screen.getByText(/line 7: not valid JSON/)).toBeDefined();
  });

  it("reads captions from another field", async () => {
    const { engine, user } = await openPage();
    await user.selectOptions(screen.getByLabelText("Caption field of demo.jsonl"), "source");
    expect(engine.calls.at(-1)).toEqual({
      name: "changeCaptionField",
      argument: { file: 0, field: "source" },
    });
  });
});

describe("files that need more memory than a tab should take", () => {
  const estimate = {
    files: ["big.jsonl"],
    captions: 42_123_456,
    bytes: 3.87e9,
    limitBytes: 3e9,
    fits: { first: 31_000_000, oneIn: 2 },
  };

  async function pickBig(changes: Partial<typeof estimate> | { fits: null } = {}) {
    const engine = createFakeEngine();
    const page = await openPage(engine);
    engine.tooLarge = { ...estimate, ...changes };
    await pick(page.user, "big.jsonl");
    const dialog = await screen.findByRole("dialog", { name: "More than fits in memory" });
    const press = (name: string) => page.user.click(within(dialog).getByRole("button", { name }));
    return { ...page, dialog, press };
  }

  it("are told with the numbers, before they are read", async () => {
    const { engine, dialog } = await pickBig();
    expect(dialog.textContent).toContain(
      "big.jsonl has about 42,100,000 captions. With them, this tab needs about 3.9 GB of memory, more than the 3.0 GB it should take.",
    );
    expect(engine.calls.some(({ name }) => name === "load")).toBe(false);
  });

  it.each([
    ["Take the first 31,000,000", { first: 31_000_000 }],
    ["Take one line in 2", { oneIn: 2 }],
    ["Load all", "all"],
  ])("%s", async (name, sampling) => {
    const { engine, press } = await pickBig();
    await press(name);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await screen.findByText(/big.jsonl · 64 captions/)).toBeDefined();
    expect(engine.calls.at(-1)).toMatchObject({ name: "load", argument: { sampling } });
  });

  it("leave the pool as it is on Cancel and Escape", async () => {
    const { engine, press } = await pickBig();
    await press("Cancel");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await pick(userEvent.setup(), "big.jsonl");
    fireEvent(await screen.findByRole("dialog"), new Event("close"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByText(/Demo pool, made up · 64 captions/)).toBeDefined();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.queryByRole("progressbar")).toBeNull();
    expect(engine.calls.some(({ name }) => name === "load")).toBe(false);
  });

  it("say so where nothing fits beside what is loaded", async () => {
    const { dialog } = await pickBig({ fits: null });
    expect(within(dialog).queryByRole("button", { name: /Take/ })).toBeNull();
    expect(dialog.textContent).toContain("leave no room");
  });

  it("show what was taken of them", async () => {
    const { press } = await pickBig();
    await press("Take one line in 2");
    expect(await screen.findByText("of 1,299 lines, one in 2 was taken")).toBeDefined();
    expect(tile("lines of the files")).toBe("1,299");
    expect(tile("lines taken")).toBe("65");
  });
});

describe("export", () => {
  it("writes to the folder that the user picks, with the setting on screen", async () => {
    const { engine, store, user } = await openPage();
    const directory = { name: "subsets" };
    Object.assign(globalThis, { showDirectoryPicker: async () => directory });
    store.getState().setThreshold(5);
    await user.click(screen.getByRole("button", { name: /^Export/ }));
    await user.click(screen.getByRole("checkbox", { name: /Add tau/ }));
    await user.click(screen.getByRole("button", { name: /^Save/ }));
    expect(await screen.findByText(/captions saved in “subsets”/)).toBeDefined();
    expect(engine.calls.at(-1)).toMatchObject({
      name: "exportBalanced",
      argument: { t: 5, fixed: "t", withColumns: true, baseName: "demo-balanced-t5-seed0" },
    });
  });

  it("is nothing when the picker is closed", async () => {
    const { engine, user } = await openPage();
    Object.assign(globalThis, {
      showDirectoryPicker: async () => {
        throw new DOMException("closed", "AbortError");
      },
    });
    await user.click(screen.getByRole("button", { name: /^Export/ }));
    await user.click(screen.getByRole("button", { name: /^Save/ }));
    expect(engine.calls.some(({ name }) => name === "exportBalanced")).toBe(false);
  });
});

describe("a pool without matches", () => {
  it("says so instead of drawing an empty chart", async () => {
    await openPage(createFakeEngine(CAPTIONS, ["giraffe"]));
    expect(screen.getByText(/No caption matches any entry/)).toBeDefined();
    expect(tile("captions kept")).toBe("0");
  });
});
