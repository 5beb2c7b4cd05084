import type { Session, SessionStore } from "./session.ts";
import { formatAddress, parseAddress } from "./settings.ts";

/** Milliseconds after the last change; browsers refuse addresses that change too often. */
const REST = 300;
/** Of the address: a file to load, which can be there more than once. */
const FILE = "load";

/** Addresses of the files that a link to the page names, from the part of it after the “?”. */
export function linkedFilesOf(search: string): string[] {
  return [...new Set(new URLSearchParams(search).getAll(FILE))];
}

/**
 * The whole address of the page as it is set, to be passed on. It never holds data: only where the
 * pool's files were fetched from, when they were.
 */
export function shareAddress(session: Shared): string {
  const { settings, linkedFiles, poolAddresses } = session;
  const url = new URL(location.pathname + location.search, location.origin);
  url.searchParams.delete(FILE);
  for (const address of linkedFiles.length > 0 ? linkedFiles : poolAddresses) {
    url.searchParams.append(FILE, address);
  }
  url.hash = formatAddress(settings);
  return url.href;
}

type Shared = Pick<Session, "settings" | "linkedFiles" | "poolAddresses">;

/** Keeps the page's address and the settings alike, whichever of them is changed. */
export function followAddress(store: SessionStore): void {
  let resting: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    clearTimeout(resting);
    const address = shareAddress(store.getState());
    if (address !== location.href) history.replaceState(history.state, "", address);
  }

  store.subscribe((now, before) => {
    const isSame =
      now.settings === before.settings &&
      now.linkedFiles === before.linkedFiles &&
      now.poolAddresses === before.poolAddresses;
    if (isSame) return;
    clearTimeout(resting);
    resting = setTimeout(write, REST);
  });
  addEventListener("hashchange", () => {
    clearTimeout(resting);
    const asked = parseAddress(location.hash);
    const { settings, change } = store.getState();
    // An address tells nothing of what was typed: it stays where the rest is the same.
    if (formatAddress(asked) !== formatAddress(settings)) change(asked);
    write();
  });
  addEventListener("pagehide", write);
  write();
}
