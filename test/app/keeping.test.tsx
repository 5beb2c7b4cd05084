// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { App } from "../../src/app/App.tsx";
import { createQueryClient } from "../../src/app/queries/queryClient.ts";
import { createKeeping, KeepingContext, type SavedSessions } from "../../src/app/saved/keeping.ts";
import type { SessionRecord } from "../../src/app/saved/records.ts";
import { endedRestoring, noteRestoring, readTab, writeTab } from "../../src/app/saved/tab.ts";
import { createSession, SessionContext } from "../../src/app/session/session.ts";
import { DEFAULT_SETTINGS, settingsOnArrival } from "../../src/app/session/settings.ts";
import { createFakeEngine, savedPool } from "./fakeEngine.ts";
import "./page.tsx";

/** What a browser keeps, without one; closing all tabs lets go of their locks. */
function browser() {
  const records = new Map<string, SessionRecord>();
  const taken = new Set<string>();
  const sessions: SavedSessions = {
    records: {
      get: async (id) => records.get(id) ?? null,
      all: async () => [...records.values()],
      put: async (record) => {
        records.set(record.id, structuredClone(record));
      },
      putSettings: async (id, settings) => {
        const record = records.get(id);
        if (record) records.set(id, { ...record, settings });
      },
      remove: async (ids) => {
        for (const id of ids) records.delete(id);
      },
    },
    locks: {
      take: async (id) => !taken.has(id) && taken.add(id) !== null,
      taken: async () => new Set(taken),
      alone: (job) => job(),
    },
  };
  return { records, taken, sessions };
}

/** A tab that opens the page; the one before is still open, but not on screen. */
async function openTab(sessions: SavedSessions | null, engine = createFakeEngine()) {
  cleanup();
  const kept = readTab()?.settings ?? null;
  const store = createSession(engine, settingsOnArrival(location.hash, kept));
  const keeping = createKeeping(store, engine, sessions);
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SessionContext value={{ store, engine }}>
        <KeepingContext value={keeping}>
          <App />
        </KeepingContext>
      </SessionContext>
    </QueryClientProvider>,
  );
  await keeping.start();
  await screen.findByRole("slider", { name: "Threshold t" });
  return { engine, store, keeping, user: userEvent.setup(), names: () => namesOf(engine) };
}

function namesOf({ calls }: ReturnType<typeof createFakeEngine>) {
  return calls.map(({ name }) => name);
}

function load(store: ReturnType<typeof createSession>, ...names: string[]) {
  store.getState().open(names.map((name) => new File(['{"text":"a dog"}\n'], name)));
}

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});

async function keptSession(browserOf: ReturnType<typeof browser>, name = "mine.jsonl") {
  const tab = await openTab(browserOf.sessions);
  load(tab.store, name);
  await screen.findByText("A reload brings this back.", { selector: "[data-kept=kept]" });
  return tab;
}

describe("a tab that is loaded anew", () => {
  it("shows its pool again, as it was set, texts typed included", async () => {
    const kept = browser();
    const { store, engine } = await keptSession(kept);
    const { captions } = DEFAULT_SETTINGS;
    store.getState().change({ seed: 4, view: "bands", captions: { ...captions, text: "dog" } });
    await waitFor(() => expect(store.getState().pool?.seed).toBe(4));
    dispatchEvent(new Event("pagehide"));
    expect(namesOf(engine).filter((name) => name === "save")).toHaveLength(1);

    kept.taken.clear();
    const again = await openTab(kept.sessions);
    expect(again.names().filter((name) => name !== "search")).toEqual(["restore"]);
    expect(again.engine.calls[0].argument).toEqual({ files: ["mine.jsonl"], seed: 4 });
    expect(again.store.getState().settings).toEqual(store.getState().settings);
    expect(again.store.getState().history.past).toEqual([]);
    expect(again.keeping.getState().state).toBe("kept");
  });

  it("begins with the demo, and says why, where its pool cannot be brought back", async () => {
    const kept = browser();
    await keptSession(kept);
    kept.taken.clear();
    const engine = createFakeEngine();
    engine.restore = () => Promise.reject(new Error("mine.jsonl could not be brought back."));
    const { store } = await openTab(kept.sessions, engine);
    expect(store.getState().pool?.isDemo).toBe(true);
    expect(screen.getAllByRole("alert")[0].textContent).toContain("could not be brought back");
    expect(kept.records.size).toBe(0);
  });

  it("asks first where the page did not survive bringing it back", async () => {
    const kept = browser();
    await keptSession(kept);
    kept.taken.clear();
    noteRestoring(true);
    const { user, names } = await openTab(kept.sessions);
    expect(names()).toEqual(["loadDemo"]);
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    await waitFor(() => expect(names()).toContain("restore"));
    await screen.findByText("A reload brings this back.");
    expect(endedRestoring()).toBe(false);
    expect(kept.records.size).toBe(1);
  });

  it("begins with the demo where nothing was loaded", async () => {
    const kept = browser();
    await openTab(kept.sessions);
    kept.taken.clear();
    const { names } = await openTab(kept.sessions);
    expect(names()).toEqual(["loadDemo"]);
    expect(kept.records.size).toBe(0);
  });
});

describe("several tabs", () => {
  it("a copy of a tab has the same pool, and keeps a session of its own", async () => {
    const kept = browser();
    const first = await keptSession(kept);
    const copy = await openTab(kept.sessions);
    expect(copy.names().filter((name) => name !== "search")).toEqual(["restore"]);
    expect(kept.records.size).toBe(2);
    copy.store.getState().change({ seed: 8 });
    dispatchEvent(new Event("pagehide"));
    const seeds = [...kept.records.values()].map(({ settings }) => settings.seed);
    expect(seeds.sort()).toEqual([0, 8]);
    expect(first.store.getState().settings.seed).toBe(0);
  });

  it("a new tab is offered the last session that no tab has open", async () => {
    const kept = browser();
    const first = await keptSession(kept);
    first.store.getState().change({ seed: 4 });
    dispatchEvent(new Event("pagehide"));
    sessionStorage.clear();
    const second = await openTab(kept.sessions);
    expect(screen.queryByRole("button", { name: "Continue" })).toBeNull();
    expect(second.names()).toEqual(["loadDemo"]);

    kept.taken.clear();
    sessionStorage.clear();
    const third = await openTab(kept.sessions);
    await screen.findByText(/64 captions, left just now/);
    await third.user.click(screen.getByRole("button", { name: "Continue" }));
    await waitFor(() => expect(third.names()).toContain("restore"));
    await waitFor(() => expect(third.store.getState().settings.seed).toBe(4));
    expect(third.names()).not.toContain("save");
    expect(kept.records.size).toBe(1);
    third.store.getState().undo();
    expect(third.store.getState().settings).toEqual(DEFAULT_SETTINGS);
  });

  it("a session is not taken from a tab that has it open by then", async () => {
    const kept = browser();
    await keptSession(kept);
    kept.taken.clear();
    sessionStorage.clear();
    const { user, names } = await openTab(kept.sessions);
    await screen.findByRole("button", { name: "Continue" });
    for (const id of kept.records.keys()) kept.taken.add(id);
    await user.click(screen.getByRole("button", { name: "Continue" }));
    await screen.findByText(/mine\.jsonl is open in another tab by now/);
    expect(names()).toEqual(["loadDemo"]);
  });

  it("of sessions of closed tabs the last two stay, and the files that no other needs go", async () => {
    const kept = browser();
    const pool = createFakeEngine().pool;
    const saved = (columns: string, version = "") => {
      const whole = savedPool(pool);
      return { ...whole, columns, version: version || whole.version };
    };
    const settings = DEFAULT_SETTINGS;
    for (const [id, savedAt] of [
      ["oldest", 1],
      ["old", 2],
      ["newer", 3],
      ["open", 0],
    ] as const) {
      kept.records.set(id, { id, savedAt, settings, pool: saved(id) });
    }
    kept.records.set("other", { id: "other", savedAt: 9, settings, pool: saved("x", "0.0.1") });
    kept.taken.add("open");
    const { engine } = await keptSession(kept);
    await waitFor(() => expect(namesOf(engine)).toContain("keepOnly"));
    await waitFor(() => expect(kept.records.size).toBe(4));
    expect([...kept.records.keys()].slice(0, 3)).toEqual(["old", "newer", "open"]);
    const columns = engine.calls.at(-1)!.argument as string[];
    expect(columns.slice(0, 3)).toEqual(["old", "newer", "open"]);
    expect(columns).toHaveLength(4);
  });
});

describe("where nothing can be kept", () => {
  it("the page works all the same and says so", async () => {
    const failing: SavedSessions = {
      records: new Proxy({} as SavedSessions["records"], {
        get: () => () => Promise.reject(new DOMException("no", "InvalidStateError")),
      }),
      locks: browser().sessions.locks,
    };
    for (const sessions of [null, failing]) {
      sessionStorage.clear();
      if (sessions !== null) writeTab({ id: "before", settings: null, poolAddresses: [] });
      const { store } = await openTab(sessions);
      load(store, "mine.jsonl");
      await screen.findByText(/mine.jsonl · 64 captions/);
      const status = await screen.findByText(/./, { selector: "[data-kept=failed]" });
      expect(status.textContent).toMatch(/kept for a reload/);
    }
  });

  it("says what the engine says, and forgets the pool of before", async () => {
    const kept = browser();
    const { store, engine } = await keptSession(kept);
    engine.save = () => Promise.reject(new Error("two.jsonl is not kept for a reload: no room."));
    load(store, "two.jsonl");
    store.getState().answer("replace");
    await screen.findByText(/two\.jsonl is not kept/);
    await waitFor(() => expect(kept.records.size).toBe(0));
  });
});

describe("a pool without its texts", () => {
  async function openLacking(lacking: "permission" | "file") {
    const kept = browser();
    await keptSession(kept);
    kept.taken.clear();
    const engine = createFakeEngine();
    engine.lacking = lacking;
    return openTab(kept.sessions, engine);
  }

  it("asks for leave with one click", async () => {
    const { user, names } = await openLacking("permission");
    expect(screen.getByText(/Headtail needs leave to read/).textContent).toContain("mine.jsonl");
    await user.click(screen.getByRole("button", { name: "Allow" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Allow" })).toBeNull());
    expect(names()).toContain("allowAgain");
  });

  it("asks for the file, and takes it chosen or dropped", async () => {
    const { user, engine, store } = await openLacking("file");
    const file = new File(["x"], "mine.jsonl");
    await user.upload(screen.getByLabelText("Files to choose again"), [file]);
    await waitFor(() => expect(namesOf(engine)).toContain("chooseAgain"));
    await waitFor(() => expect(screen.queryByText(/Choose the file again/)).toBeNull());
    expect(store.getState().offered).toBeNull();
  });

  it("offers to load a file of the same name that is another one", async () => {
    const { engine, store } = await openLacking("file");
    engine.chooseAgain = () => Promise.reject(new Error("This mine.jsonl is not the one."));
    load(store, "mine.jsonl");
    await screen.findByRole("button", { name: "Replace" });
    expect(screen.getByText("This mine.jsonl is not the one.")).toBeDefined();
  });
});
