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
