import type { ScreenStore } from "../session/screen.ts";
import type { Session, SessionStore } from "../session/session.ts";
import type { CaptionKind, Panel, View } from "../session/settings.ts";

/** What actions act on. */
export interface ActedOn {
  readonly session: SessionStore;
  readonly screen: ScreenStore;
}

export const GROUPS = ["Data", "Threshold and draw", "Show", "Captions", "Page"] as const;
export type Group = (typeof GROUPS)[number];

export type ActionId =
  | "open"
  | "open-web"
  | "change-metadata"
  | "export"
  | "print"
  | "clear"
  | "copy-link"
  | "raise-t"
  | "lower-t"
  | "hold-t"
  | "hold-p"
  | "draw-again"
  | "undo"
  | "redo"
  | "search-entries"
  | "enlarge"
  | "learn"
  | "theme"
  | "shortcuts"
  | `view-${View}`
  | `panel-${Panel}`
  | `captions-${CaptionKind}`;

/** Something that the user can do: behind buttons, the menu, keys and the sheet of shortcuts. */
export interface Action {
  readonly id: ActionId;
  /** What it does, in the imperative. */
  readonly name: string;
  readonly group: Group;
  /** Any of them does it. As in keys.ts; none where it has a button only. */
  readonly keys: readonly string[];
  /** Does it again while the key is held down. */
  readonly repeats?: true;
  isEnabled(session: Session): boolean;
  run(page: ActedOn): void;
}
