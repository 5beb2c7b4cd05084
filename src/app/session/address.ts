import type { SessionStore } from "./session.ts";
import { formatAddress, parseAddress } from "./settings.ts";

/** Milliseconds after the last change; browsers refuse addresses that change too often. */
const REST = 300;

/** Keeps the page's address and the settings alike, whichever of them is changed. */
export function followAddress(store: SessionStore): void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash.replace(/^#/, "");
  store.subscribe(({ settings }, before) => {
    if (settings === before.settings) return;
    clearTimeout(resting);
    resting = setTimeout(() => {
      written = formatAddress(settings);
      history.replaceState(
        null,
        "",
        written === "" ? location.pathname + location.search : `#${written}`,
      );
    }, REST);
  });
  addEventListener("hashchange", () => {
    const address = location.hash.replace(/^#/, "");
    if (address === written) return;
    written = address;
    store.getState().change(parseAddress(address));
  });
}
