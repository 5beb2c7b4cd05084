import { completeSettings, type Settings } from "../session/settings.ts";

/** What a tab knows of itself across reloads. */
export interface Tab {
  /** Of its record. A tab that was duplicated begins with the id of the other one. */
  readonly id: string;
  readonly settings: Settings | null;
  /** Where its pool's files were fetched from. */
  readonly poolAddresses: readonly string[];
}

const KEY = "headtail-tab";
const MESSAGE_KEY = "headtail-message";
const RESTORING_KEY = "headtail-restoring";

/** What this tab was before a reload; null when it is new, or nothing is kept in it. */
export function readTab(): Tab | null {
  try {
    const { id, settings, poolAddresses } = JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? {};
    if (typeof id !== "string") return null;
    return { id, settings: completeSettings(settings), poolAddresses: poolAddresses ?? [] };
  } catch {
    return null;
  }
}

export function writeTab(tab: Tab): void {
  writeItem(KEY, JSON.stringify(tab));
}

/** Leaves a sentence for the page after its reload. */
export function leaveMessage(sentence: string): void {
  writeItem(MESSAGE_KEY, sentence);
}

/** The sentence that was left, once. */
export function takeMessage(): string | null {
  return takeItem(MESSAGE_KEY);
}

/** Notes that a pool is being brought back, or that this is over. */
export function noteRestoring(isUnderWay: boolean): void {
  if (isUnderWay) writeItem(RESTORING_KEY, "yes");
  else takeItem(RESTORING_KEY);
}

/** Whether the page ended without a word while it brought a pool back, as when memory runs out. */
export function endedRestoring(): boolean {
  return takeItem(RESTORING_KEY) !== null;
}

function takeItem(key: string): string | null {
  try {
    const value = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return value;
  } catch {
    return null;
  }
}

function writeItem(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Where a browser keeps nothing, a reload begins anew.
  }
}
