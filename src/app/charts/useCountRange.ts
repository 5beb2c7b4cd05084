import { formatCount, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import type { Range } from "../session/settings.ts";

/** The entries selected by their counts, in the entries table and among captions alike. */
export function useCountRange(): [Range | null, (counts: Range | null) => void] {
  const entries = useSession((session) => session.settings.entries);
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  return [
    entries.counts,
    (counts) => change({ entries: { ...entries, counts }, captions: { ...captions, counts } }),
  ];
}

/** “entries with 20 to 300 matches”. */
export function rangeInWords({ from, to }: Range): string {
  return from === to
    ? `entries with ${plural(from, "match", "matches")}`
    : `entries with ${formatCount(from)} to ${plural(to, "match", "matches")}`;
}
