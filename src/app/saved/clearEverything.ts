import { formatBytes } from "../parts/format.ts";
import { DATABASE } from "./records.ts";

/** Folders of the site's own storage that are Headtail's; other pages may live under the same origin. */
const FOLDERS = ["saved", "metadata-index", "export"];
const OWN = /^headtail\b/;

/**
 * Removes what Headtail keeps in this browser: pools, indexes, exports left over, records, settings
 * and the copy that works without a network.
 *
 * @returns a sentence that says how much it was, and what could not be removed
 */
export async function clearEverything(): Promise<string> {
  const bytes = await bytesInUse();
  const left: string[] = [];
  const trying = async (what: string, remove: () => Promise<unknown>) => {
    try {
      await remove();
    } catch {
      left.push(what);
    }
  };
  await trying("saved files that another tab is using", removeFolders);
  await trying("records of sessions", removeDatabase);
  await trying("the copy for use without a network", removeOfflineCopy);
  await trying("settings", async () => {
    removeItems(localStorage);
    removeItems(sessionStorage);
  });
  // Asked for again, a browser may still tell what it was before.
  const amount = bytes > 0 ? `: about ${formatBytes(bytes)}` : "";
  const sentence = `Everything that Headtail kept in this browser was cleared${amount}.`;
  if (left.length === 0) return sentence;
  return `${sentence} Not removed: ${left.join(", ")}. Close other tabs of Headtail and clear again.`;
}

/** Bytes that this origin keeps in this browser, as far as it tells. */
export async function bytesInUse(): Promise<number> {
  try {
    return (await navigator.storage.estimate()).usage ?? 0;
  } catch {
    return 0;
  }
}

async function removeFolders(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  let firstError: unknown = null;
  for (const name of FOLDERS) {
    try {
      await root.removeEntry(name, { recursive: true });
    } catch (error) {
      if ((error as Error).name !== "NotFoundError") firstError ??= error;
    }
  }
  if (firstError !== null) throw firstError;
}

function removeDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another tab has it open"));
  });
}

async function removeOfflineCopy(): Promise<void> {
  if ("caches" in globalThis) {
    const names = (await caches.keys()).filter((name) => OWN.test(name));
    await Promise.all(names.map((name) => caches.delete(name)));
  }
  if ("serviceWorker" in navigator) {
    const base = new URL("./", document.baseURI).href;
    const registrations = await navigator.serviceWorker.getRegistrations();
    const own = registrations.filter(({ scope }) => scope.startsWith(base));
    await Promise.all(own.map((registration) => registration.unregister()));
  }
}

function removeItems(storage: Storage): void {
  for (const key of Object.keys(storage)) if (OWN.test(key)) storage.removeItem(key);
}
