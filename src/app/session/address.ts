import type { SessionStore } from "./session.ts";
import { formatAddress, parseAddress, type Settings } from "./settings.ts";

/** Milliseconds after the last change; browsers refuse addresses that change too often. */
const REST = 300;

/** The whole address of the page with some settings, to be passed on; it never holds data. */
export function shareAddress(settings: Settings): string {
  const { origin, pathname, search } = location;
  const wanted = formatAddress(settings);
  return `${origin}${pathname}${search}${wanted === "" ? "" : `#${wanted}`}`;
}

/** Keeps the page's address and the settings alike, whichever of them is changed. */
export function followAddress(store: SessionStore): void {
  let resting: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    clearTimeout(resting);
    const address = shareAddress(store.getState().settings);
    if (address !== location.href) history.replaceState(history.state, "", address);
  }

  store.subscribe(({ settings }, before) => {
    if (settings === before.settings) return;
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
