import { useRef } from "react";
import { useSession } from "../session/session.ts";

/** Entries that can be selected at a time. */
export const MOST_SELECTED = 100;

export interface EntrySelection {
  has(entry: string): boolean;
  /** Shows the captions of one entry, or of none when it is the only one already. */
  showOnly(row: number): void;
  toggle(row: number): void;
  /** Adds all rows from the last one that was clicked. */
  extendTo(row: number): void;
  clear(): void;
}

/** The entries whose captions are shown: a setting of the captions. */
export function useEntrySelection(entryAt: (row: number) => string): EntrySelection {
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const anchor = useRef(0);
  const { entries } = captions;
  const selected = new Set(entries);

  function select(next: readonly string[]): void {
    const isMatched = captions.kind !== "unmatched";
    change({
      captions: {
        ...captions,
        kind: next.length === 0 || isMatched ? captions.kind : "kept",
        entries: next.slice(0, MOST_SELECTED),
      },
    });
  }

  return {
    has: (entry) => selected.has(entry),
    showOnly(row) {
      anchor.current = row;
      const entry = entryAt(row);
      select(entries.length === 1 && entries[0] === entry ? [] : [entry]);
    },
    toggle(row) {
      anchor.current = row;
      const entry = entryAt(row);
      select(selected.has(entry) ? entries.filter((each) => each !== entry) : [...entries, entry]);
    },
    extendTo(row) {
      const step = row < anchor.current ? -1 : 1;
      const added = new Set(entries);
      for (let at = anchor.current; added.size < MOST_SELECTED; at += step) {
        added.add(entryAt(at));
        if (at === row) break;
      }
      select([...added]);
    },
    clear: () => entries.length > 0 && select([]),
  };
}
