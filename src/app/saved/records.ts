import type { SavedPool } from "../../engine/types.ts";
import type { Settings } from "../session/settings.ts";

/** What is kept of a tab: how it was set, and which pool it showed. */
export interface SessionRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly settings: Settings;
  readonly pool: SavedPool;
}

/** Records of tabs, in this browser. */
export interface Records {
  get(id: string): Promise<SessionRecord | null>;
  all(): Promise<readonly SessionRecord[]>;
  put(record: SessionRecord): Promise<void>;
  /** Changes the settings of a record, where there is one. */
  putSettings(id: string, settings: Settings): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

export const DATABASE = "headtail";
const STORE = "sessions";

/** In IndexedDB, which alone keeps handles of files. It is open only while it is used. */
export const browserRecords: Records = {
  get: async (id) => (await inStore("readonly", (store) => store.get(id))) ?? null,
  all: () => inStore("readonly", (store) => store.getAll()),
  put: (record) => inStore("readwrite", (store) => store.put(record)).then(() => {}),
  putSettings: (id, settings) =>
    inStore("readwrite", (store) => {
      const request: IDBRequest<SessionRecord | undefined> = store.get(id);
      request.onsuccess = () => {
        const record = request.result;
        if (record) store.put({ ...record, settings, savedAt: Date.now() });
      };
      return request;
    }).then(() => {}),
  remove: (ids) =>
    inStore("readwrite", (store) => {
      for (const id of ids) store.delete(id);
      return store.count();
    }).then(() => {}),
};

async function inStore<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
