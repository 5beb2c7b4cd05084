import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { isOfThisVersion, nameOf } from "../../engine/saved/savedPool.ts";
import type { Engine, Pool, SavedPool } from "../../engine/types.ts";
import type { SessionStore } from "../session/session.ts";
import { type Settings, settingsOnArrival } from "../session/settings.ts";
import { clearEverything } from "./clearEverything.ts";
import { browserLocks, type SessionLocks } from "./locks.ts";
import { browserRecords, type Records, type SessionRecord } from "./records.ts";
import {
  endedRestoring,
  leaveMessage,
  noteRestoring,
  readTab,
  takeMessage,
  writeTab,
} from "./tab.ts";

/** A session of before that no tab has open. */
export interface EarlierSession {
  readonly id: string;
  /** Of its files. */
  readonly name: string;
  readonly captions: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** What this browser keeps of the page for a reload. */
export interface Keeping {
  readonly state: "nothing" | "writing" | "kept" | "kept-without-texts" | "failed";
  /** Why not all is kept; empty where it is, or nothing is to be. */
  readonly problem: string;
  /** Offered to a new tab. */
  readonly earlier: EarlierSession | null;
  continueEarlier(): Promise<void>;
  dismissEarlier(): void;
  /** Removes all that is kept in this browser and loads the page anew. */
  clear(): Promise<void>;
}

export interface KeepingStore extends StoreApi<Keeping> {
  /** Brings back what this tab showed before a reload; otherwise it begins with the demo pool. */
  start(): Promise<void>;
}

/** Sessions kept in this browser, and which of them are open. */
export interface SavedSessions {
  readonly records: Records;
  readonly locks: SessionLocks;
}

/** Those of the browser; null where it keeps nothing, as on pages without https. */
export function browserSessions(): SavedSessions | null {
  const hasAll = "locks" in navigator && "indexedDB" in globalThis && "storage" in navigator;
  return hasAll ? { records: browserRecords, locks: browserLocks } : null;
}

/** Milliseconds that a page that is loaded anew waits for the one it takes the place of. */
const PATIENCE = 2000;
/** Milliseconds after the last change of settings. */
const REST = 500;
/** Sessions that are kept after their tabs are closed. */
const MOST_CLOSED = 2;

export function createKeeping(
  session: SessionStore,
  engine: Engine,
  sessions: SavedSessions | null,
): KeepingStore {
  let id = newId();
  /** What of this pool is kept stays the same when it is drawn anew. */
  let lastSaved: Pool | null = null;
  let isRestoring = false;
  let saving: AbortController | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isCleared = false;

  const store = createStore<Keeping>()((set, get) => ({
    state: "nothing",
    problem: "",
    earlier: null,

    async continueEarlier() {
      const { earlier } = get();
      set({ earlier: null });
      if (sessions === null || earlier === null) return;
      const isFree = earlier.id === id || (await sessions.locks.take(earlier.id, 0));
      const record = await sessions.records.get(earlier.id);
      if (!isFree || record === null) {
        session.setState({ notice: { kind: "problem", sentences: [openElsewhere(earlier)] } });
        return;
      }
      id = earlier.id;
      const settings = settingsOnArrival(location.hash, record.settings);
      if (await bringBack(record.pool, settings)) {
        keepSettings();
      } else {
        await forgetPool();
      }
    },

    dismissEarlier: () => set({ earlier: null }),

    async clear() {
      isCleared = true;
      saving?.abort();
      clearTimeout(resting);
      const soon = AbortSignal.timeout(PATIENCE);
      const sentence = await (
        sessions?.locks.alone(clearEverything, soon) ?? clearEverything()
      ).catch(clearEverything);
      leaveMessage(sentence);
      history.replaceState(null, "", location.pathname);
      location.reload();
    },
  }));

  const { setState } = store;

  function failed(error: unknown): void {
    setState({ state: "failed", problem: (error as Error).message });
  }

  /** @param without files whose texts a reload does not bring back */
  function setKept(without: readonly { readonly name: string }[]): void {
    if (without.length === 0) setState({ state: "kept", problem: "" });
    else setState({ state: "kept-without-texts", problem: notTheTexts(nameOf(without)) });
  }

  /** Restores a pool that is kept already. */
  async function bringBack(pool: SavedPool, settings?: Settings): Promise<boolean> {
    isRestoring = true;
    noteRestoring(true);
    const isBack = await session.getState().restore(pool, settings);
    noteRestoring(false);
    isRestoring = false;
    if (isBack) {
      lastSaved = session.getState().pool;
      const lacking = lastSaved?.files.filter((file) => file.lacking === "file") ?? [];
      setKept(lacking);
    }
    return isBack;
  }

  async function put(pool: SavedPool): Promise<void> {
    const { settings } = session.getState();
    try {
      await sessions?.records.put({ id, savedAt: Date.now(), settings, pool });
    } catch (error) {
      throw new Error(notKept(pool, error as Error));
    }
  }

  async function forgetPool(): Promise<void> {
    await sessions?.records.remove([id]).catch(() => {});
  }

  function keepSettings(): void {
    clearTimeout(resting);
    if (isCleared) return;
    const { settings, poolAddresses } = session.getState();
    writeTab({ id, settings, poolAddresses });
    sessions?.records.putSettings(id, settings).catch(() => {});
  }

  /** Sessions of closed tabs are dropped, but for the last ones, and the files that no other needs. */
  async function dropOld({ records, locks }: SavedSessions): Promise<void> {
    const taken = await locks.taken();
    const all = await records.all();
    const closed = all.filter((record) => !taken.has(record.id)).sort(newestFirst);
    const last = closed.filter(canComeBack).slice(0, MOST_CLOSED);
    const old = closed.filter((record) => !last.includes(record));
    await records.remove(old.map((record) => record.id));
    await engine.keepOnly(all.flatMap((record) => (old.includes(record) ? [] : record.pool)));
  }

  async function save(): Promise<void> {
    const { pool } = session.getState();
    if (sessions === null || pool === null || isCleared) return;
    saving?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    saving = controller;
    const { locks } = sessions;
    try {
      if (isPlainDemo(pool)) {
        await forgetPool();
        setState({ state: "nothing", problem: "" });
        return;
      }
      setState({ state: "writing", problem: "" });
      await locks.alone(async () => {
        try {
          const saved = await engine.save(signal);
          signal.throwIfAborted();
          await put(saved);
          setKept(withoutText(saved));
        } finally {
          await dropOld(sessions).catch(() => {});
        }
      }, signal);
    } catch (error) {
      if (signal.aborted || (error as Error).name === "AbortError") return;
      await forgetPool();
      failed(error);
    }
  }

  function leave(): void {
    noteRestoring(false);
    keepSettings();
  }

  function follow(): void {
    session.subscribe((now, before) => {
      if (now.settings !== before.settings || now.poolAddresses !== before.poolAddresses) {
        clearTimeout(resting);
        resting = setTimeout(keepSettings, REST);
      }
      if (isRestoring || isKeptAlike(now.pool, lastSaved)) return;
      lastSaved = now.pool;
      void save();
    });
  }

  /** The record to begin with: this tab's own, or a copy of that of the tab it is a copy of. */
  async function recordOnArrival({ records, locks }: SavedSessions): Promise<SessionRecord | null> {
    const tab = readTab();
    const isOwn = tab !== null && (await locks.take(tab.id, PATIENCE));
    if (isOwn) id = tab.id;
    else await locks.take(id, 0);
    const { settings, poolAddresses } = session.getState();
    writeTab({ id, settings, poolAddresses });
    const record = tab && (await records.get(tab.id));
    if (record !== null && !isOwn) await put(record.pool);
    return record && { ...record, id };
  }

  async function offerLast({ records, locks }: SavedSessions): Promise<void> {
    const taken = await locks.taken();
    const [last] = (await records.all())
      .filter((record) => !taken.has(record.id) && canComeBack(record))
      .sort(newestFirst);
    if (last) offer(last);
  }

  function offer({ id, savedAt, pool: { files, captions } }: SessionRecord): void {
    setState({ earlier: { id, name: nameOf(files), captions, savedAt } });
  }

  /** The link need not be asked about when it names what is brought back. */
  function answerLinkWith(poolAddresses: readonly string[]): void {
    const { linkedFiles } = session.getState();
    const isSame = String(linkedFiles) === String(poolAddresses);
    session.setState({ poolAddresses, linkedFiles: isSame ? [] : linkedFiles });
  }

  async function startWithDemo(): Promise<void> {
    const { notice } = session.getState();
    await session.getState().start();
    const message = takeMessage();
    if (notice !== null) session.setState({ notice });
    if (message !== null) session.setState({ notice: { kind: "done", sentences: [message] } });
  }

  return {
    ...store,
    async start() {
      let record: SessionRecord | null = null;
      const tab = readTab();
      try {
        if (sessions === null) throw new Error(NO_STORAGE);
        record = await recordOnArrival(sessions);
      } catch {
        failed(new Error(NO_STORAGE));
      }
      addEventListener("pagehide", leave);
      // What the page did not survive is not tried again without being asked for.
      const isTried = record !== null && !endedRestoring();
      const { linkedFiles, poolAddresses } = session.getState();
      if (isTried) answerLinkWith(tab?.poolAddresses ?? []);
      const isBack = isTried && record !== null && (await bringBack(record.pool));
      if (!isBack) session.setState({ linkedFiles, poolAddresses });
      if (isTried && !isBack) await forgetPool();
      if (!isBack) await startWithDemo();
      lastSaved = session.getState().pool;
      follow();
      if (record !== null && !isTried) offer(record);
      else if (sessions !== null && record === null) await offerLast(sessions).catch(() => {});
    },
  };
}

const NO_STORAGE = "Nothing is kept for a reload: this window has no storage.";

function isKeptAlike(a: Pool | null, b: Pool | null): boolean {
  return a?.files === b?.files && a?.metadata === b?.metadata;
}

function isPlainDemo({ isDemo, files, metadata }: Pool): boolean {
  return isDemo && files.length === 1 && metadata.isDefault;
}

function canComeBack({ pool }: SessionRecord): boolean {
  return isOfThisVersion(pool);
}

function newestFirst(a: SessionRecord, b: SessionRecord): number {
  return b.savedAt - a.savedAt;
}

function withoutText({ files }: SavedPool) {
  return files.filter(({ text, handle }) => text === null && handle === null);
}

function notTheTexts(name: string): string {
  return `Of ${name}, counts and curves are kept for a reload, but not the texts: there is too little room for a copy. Choose the file again then.`;
}

function notKept({ files }: SavedPool, { message }: Error): string {
  return `${nameOf(files)} is not kept for a reload: this window has no storage (${message}).`;
}

function openElsewhere({ name }: EarlierSession): string {
  return `${name} is open in another tab by now, or was removed. Open the file here to have it twice.`;
}

function newId(): string {
  return crypto.randomUUID();
}

const NOTHING = createStore<Keeping>()(() => ({
  state: "nothing",
  problem: "",
  earlier: null,
  continueEarlier: async () => {},
  dismissEarlier: () => {},
  clear: async () => {},
}));

/** Without it, nothing of the page is kept. */
export const KeepingContext = createContext<StoreApi<Keeping>>(NOTHING);

/** Reads one value of what is kept. */
export function useKeeping<T>(select: (keeping: Keeping) => T): T {
  return useStore(useContext(KeepingContext), select);
}
