import type { FileSummary, FilterName } from "../../engine/types.ts";
import { formatCount, plural } from "../parts/format.ts";
import {
  type CaptionsSetting,
  DEFAULT_SETTINGS,
  NO_LIMIT,
  type Range,
} from "../session/settings.ts";

/** A filter in use, in words. */
export interface FilterInUse {
  readonly name: FilterName;
  readonly words: string;
  /** The settings without it. */
  readonly without: CaptionsSetting;
}

/** The filters in use; each entry is one of its own. */
export function filtersInUse(
  captions: CaptionsSetting,
  files: readonly FileSummary[],
): FilterInUse[] {
  const { text, entries, file, matches, chance, counts } = captions;
  const inUse: FilterInUse[] = [];
  const add = (name: FilterName, words: string, without: Partial<CaptionsSetting>) =>
    inUse.push({ name, words, without: { ...captions, ...without } });
  if (text !== "") add("text", `“${text}”`, { text: "" });
  for (const entry of entries) {
    add("entries", `with ${entry}`, { entries: entries.filter((other) => other !== entry) });
  }
  if (file !== null) add("file", `in ${files[file]?.name ?? "a file not loaded"}`, { file: null });
  if (matches !== null) add("matches", matchesWords(matches), { matches: null });
  if (chance !== null) add("chance", `chance ${chance.from} to ${chance.to}`, { chance: null });
  if (counts !== null) add("counts", `an entry with ${matchesWords(counts)}`, { counts: null });
  return inUse;
}

/** The same kind of captions without filters. */
export function withoutFilters({ kind }: CaptionsSetting): CaptionsSetting {
  return { ...DEFAULT_SETTINGS.captions, kind };
}

/** The settings without all filters of one name. */
export function withoutFilter(captions: CaptionsSetting, name: FilterName): CaptionsSetting {
  return { ...captions, [name]: DEFAULT_SETTINGS.captions[name] };
}

function matchesWords({ from, to }: Range): string {
  if (to === NO_LIMIT) return `${plural(from, "match", "matches")} or more`;
  if (from === to) return plural(to, "match", "matches");
  return `${formatCount(from)} to ${plural(to, "match", "matches")}`;
}
