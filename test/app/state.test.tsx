// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followAddress, shareAddress } from "../../src/app/session/address.ts";
import { createSession } from "../../src/app/session/session.ts";
import { DEFAULT_SETTINGS, formatAddress, type Settings } from "../../src/app/session/settings.ts";
import { keptAt } from "../../src/core/index.ts";
import type { Recipe } from "../../src/engine/types.ts";
import { createFakeEngine } from "./fakeEngine.ts";
import { openPage, pick, tile } from "./page.tsx";

const { captions, entries } = DEFAULT_SETTINGS;

describe("undo and redo of settings", () => {
  it("bring back every setting, and the page with it", async () => {
    const { store } = await openPage();
    const { change, undo, redo } = store.getState();
    const steps: Partial<Settings>[] = [
      { threshold: { fixed: "t", t: 5 } },
      { threshold: { fixed: "p", p: 0.5 } },
      { seed: 3 },
      { view: "cumulative" },
      { panel: "sql" },
      { entries: { ...entries, sort: "entry" } },
      { captions: { ...captions, kind: "dropped" } },
      { pinned: { threshold: { fixed: "t", t: 2 }, seed: 1 } },
      { lesson: 2 },
    ];
    const seen = [store.getState().settings];
    for (const step of steps) {
      change(step);
      seen.push(store.getState().settings);
    }
    for (const settings of seen.slice(0, -1).reverse()) {
      undo();
      expect(store.getState().settings).toEqual(settings);
    }
    undo();
    expect(store.getState().settings).toEqual(seen[0]);
    for (const settings of seen.slice(1)) {
      redo();
      expect(store.getState().settings).toEqual(settings);
    }
    await waitFor(() => expect(store.getState().pool?.seed).toBe(3));
  });

  it("come to rest when the pointer does, also where it moves and t stands", async () => {
    const { store } = await openPage();
    vi.useFakeTimers();
    try {
      const { restedT, setThreshold } = store.getState();
      for (let move = 0; move < 5; move++) {
        setThreshold(12);
        vi.advanceTimersByTime(100);
        expect(store.getState()).toMatchObject({ t: 12, restedT });
      }
      vi.advanceTimersByTime(100);
      expect(store.getState().restedT).toBe(12);
    } finally {
      vi.useRealTimers();
    }
  });

  it("let what is done at rest wait when they move t, and only then", async () => {
    const engine = createFakeEngine();
    const postponed = vi.spyOn(engine, "postponeRest");
    const { store } = await openPage(engine);
    store.getState().setThreshold(12);
    store.getState().setThreshold(13);
    expect(postponed).toHaveBeenCalledTimes(2);
    store.getState().change({ view: "bands" });
    expect(postponed).toHaveBeenCalledTimes(2);
  });

  it("draw anew for the seed, and set t and the tiles", async () => {
    const { store, user } = await openPage();
    store.getState().setThreshold(5);
    const kept = String(keptAt(store.getState().pool!.kept, 5).captions);
    await waitFor(() => expect(tile("captions kept")).toBe(kept));
    await user.click(screen.getByRole("button", { name: "draw again" }));
    await waitFor(() => expect(store.getState().pool?.seed).toBe(1));
    store.getState().undo();
    await waitFor(() => expect(store.getState().pool?.seed).toBe(0));
    await waitFor(() => expect(tile("captions kept")).toBe(kept));
    store.getState().undo();
    expect(store.getState().settings.threshold).toEqual({ fixed: "p", p: 0.06 });
    await waitFor(() => expect(store.getState().restedT).toBe(store.getState().t));
  });

  it("take what is dragged or typed as one step, and each choice as its own", async () => {
    const { store } = await openPage();
    const { setThreshold, change, undo } = store.getState();
    for (const t of [2, 3, 4, 5]) setThreshold(t);
    for (const seed of [1, 2]) change({ seed });
    for (const text of ["d", "do", "dog"]) change({ captions: { ...captions, text } });
    change({ seed: 2 });
    const { settings, history } = store.getState();
    expect(history.past).toHaveLength(4);
    expect(settings.captions.text).toBe("dog");
    undo();
    expect(store.getState().settings).toMatchObject({ seed: 2, captions: { text: "" } });
    undo();
    undo();
    expect(store.getState().settings).toMatchObject({ seed: 0, threshold: { t: 5 } });
    undo();
    expect(store.getState().settings).toEqual(DEFAULT_SETTINGS);
  });

  it("do not undo a load; what is held stays held, and a filter by a file that is gone goes", async () => {
    const { store, user } = await openPage();
    const { change, undo, redo } = store.getState();
    change({ threshold: { fixed: "p", p: 0.19 } });
    change({ captions: { ...captions, file: 0 } });
    change({ seed: 2 });
    await pick(user, "mine.jsonl");
    await screen.findByText(/mine.jsonl · 64 captions/);
    expect(store.getState().settings).toMatchObject({
      threshold: { fixed: "p", p: 0.19 },
      seed: 2,
      captions: { file: null },
    });
    await waitFor(() => expect(store.getState().pool?.seed).toBe(2));
    undo();
    undo();
    expect(store.getState().settings).toMatchObject({ seed: 0, captions: { file: null } });
    await waitFor(() => expect(store.getState().pool?.seed).toBe(0));
    expect(store.getState().pool?.files[0].name).toBe("mine.jsonl");
    redo();
    redo();
    await waitFor(() => expect(store.getState().pool?.seed).toBe(2));
  });

  it("go back to before the settings that a manifest asked for", async () => {
    const engine = createFakeEngine();
    const { load } = engine;
    const recipe: Recipe = { seed: 9, t: 4, p: 0.1, fixed: "t" };
    engine.load = async (request, options) => ({ ...(await load(request, options)), recipe });
    const { store, user } = await openPage(engine);
    await pick(user, "mine.jsonl");
    await waitFor(() => expect(store.getState().settings.seed).toBe(9));
    expect(store.getState().t).toBe(4);
    store.getState().undo();
    expect(store.getState().settings).toEqual(DEFAULT_SETTINGS);
    await waitFor(() => expect(store.getState().pool?.seed).toBe(0));
  });
});

describe("the address", () => {
  beforeEach(() => {
    history.replaceState(null, "", "/explorer?from=here");
  });
  afterEach(() => vi.useRealTimers());

  function followed() {
    const store = createSession(createFakeEngine());
    followAddress(store);
    return store;
  }

  /** As typing an address does. */
  function go(hash: string) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }

  it("follows the settings once they rest, and at once when the page is left", () => {
    vi.useFakeTimers();
    const store = followed();
    store.getState().change({ seed: 4 });
    store.getState().change({ view: "bands" });
    expect(location.hash).toBe("");
    vi.advanceTimersByTime(400);
    expect(location.hash).toBe("#seed=4&view=bands");
    expect(location.search).toBe("?from=here");
    store.getState().change({ lesson: 3 });
    dispatchEvent(new Event("pagehide"));
    expect(location.hash).toBe("#seed=4&view=bands&lesson=3");
    store.getState().change(DEFAULT_SETTINGS);
    dispatchEvent(new Event("pagehide"));
    expect(location.href).toMatch(/explorer\?from=here$/);
  });

  it("changes the settings when another is typed, which can be undone", () => {
    const store = followed();
    store.getState().change({ captions: { ...captions, text: "typed" } });
    go("#t=50&view=cumulative");
    expect(store.getState().settings).toMatchObject({
      threshold: { fixed: "t", t: 50 },
      view: "cumulative",
      captions: { text: "" },
    });
    store.getState().undo();
    expect(store.getState().settings.captions.text).toBe("typed");
    go("#view=pie&more=1");
    expect(location.hash).toBe("");
    expect(store.getState().settings.captions.text).toBe("typed");
  });

  it("is shared whole, without what was typed or comes from the data", async () => {
    const { store, user } = await openPage();
    const written = vi.spyOn(navigator.clipboard, "writeText");
    store.getState().change({
      seed: 4,
      captions: { ...captions, text: "secret", file: 0, entries: ["secret"] },
    });
    await user.click(screen.getByRole("button", { name: "Share" }));
    const address = `${location.origin}/explorer?from=here#seed=4`;
    expect(shareAddress(store.getState())).toBe(address);
    expect(written).toHaveBeenCalledWith(address);
    expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
    expect(formatAddress(store.getState().settings)).not.toContain("secret");
  });

  it("is shown to be copied by hand where the browser does not copy", async () => {
    const { user } = await openPage();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    await user.click(screen.getByRole("button", { name: "Share" }));
    const field = await screen.findByLabelText("Address of this view");
    expect((field as HTMLInputElement).value).toBe(`${location.origin}/explorer?from=here`);
  });
});
