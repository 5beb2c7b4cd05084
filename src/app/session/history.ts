import type { Settings } from "./settings.ts";

/** What undo and redo go back and forth in. */
export interface History {
  readonly past: readonly Settings[];
  readonly future: readonly Settings[];
}

export const NO_HISTORY: History = { past: [], future: [] };

const MOST_STEPS = 200;

/** @param isSameMove whether the change goes on with the one before, as a drag does */
export function remember(history: History, before: Settings, isSameMove: boolean): History {
  const { past } = history;
  return {
    past: isSameMove && past.length > 0 ? past : [...past, before].slice(-MOST_STEPS),
    future: [],
  };
}

/** The settings before the last step, or null. */
export function undone(
  { past, future }: History,
  now: Settings,
): { settings: Settings; history: History } | null {
  const settings = past.at(-1);
  if (settings === undefined) return null;
  return { settings, history: { past: past.slice(0, -1), future: [now, ...future] } };
}

/** The settings before the last undo, or null. */
export function redone(
  { past, future }: History,
  now: Settings,
): { settings: Settings; history: History } | null {
  const [settings, ...rest] = future;
  if (settings === undefined) return null;
  return { settings, history: { past: [...past, now], future: rest } };
}

/** Settings that are dragged or typed: many changes that follow each other are one move. */
const MOVED = {
  t: ({ threshold }: Settings) => (threshold.fixed === "t" ? threshold.t : null),
  p: ({ threshold }: Settings) => (threshold.fixed === "p" ? threshold.p : null),
  entrySearch: ({ entries }: Settings) => entries.search,
  entryCounts: ({ entries }: Settings) => entries.counts,
  captionText: ({ captions }: Settings) => captions.text,
  captionMatches: ({ captions }: Settings) => captions.matches,
  captionChance: ({ captions }: Settings) => captions.chance,
  captionCounts: ({ captions }: Settings) => captions.counts,
};

/** What was dragged or typed from some settings to others; null for a choice, which is a step of its own. */
export function movedBetween(before: Settings, after: Settings): string | null {
  for (const [name, read] of Object.entries(MOVED)) {
    const now = read(after);
    if (now !== null && JSON.stringify(now) !== JSON.stringify(read(before))) return name;
  }
  return null;
}

/** Changes settings wherever they are remembered. */
export function mapHistory(
  { past, future }: History,
  change: (settings: Settings) => Settings,
): History {
  return { past: past.map(change), future: future.map(change) };
}
