import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";

/** What is open on the page. No setting: neither the address nor undo knows of it. */
export interface Screen {
  readonly dialog: "export" | "share" | "clear" | "shortcuts" | "web" | null;
  /** Where Data is a drawer. */
  readonly dataIsOpen: boolean;
  /** The panel below the chart has the room of chart and tiles, too. */
  readonly panelIsLarge: boolean;
  /** For a moment after it was. */
  readonly linkIsCopied: boolean;
}

export type ScreenStore = StoreApi<Screen>;

export function createScreen(): ScreenStore {
  return createStore<Screen>()(() => ({
    dialog: null,
    dataIsOpen: false,
    panelIsLarge: false,
    linkIsCopied: false,
  }));
}

export const ScreenContext = createContext<ScreenStore | null>(null);

export function useScreenStore(): ScreenStore {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error("A component of the page stands outside of ScreenContext.");
  return screen;
}

/** Reads one value of the screen; the component renders again only when it changes. */
export function useScreen<T>(select: (screen: Screen) => T): T {
  return useStore(useScreenStore(), select);
}
