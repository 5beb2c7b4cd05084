import type { TextMatch } from "../../engine/types.ts";
import styles from "./MarkedText.module.css";
import { sideOf } from "./Side.tsx";

interface MarkedTextProps {
  readonly match: Pick<TextMatch, "text" | "entries" | "highlights"> &
    Partial<Pick<TextMatch, "nearMisses">>;
  readonly t: number;
}

/** A text, its entries in the colours of head and tail, dots under what misses by a hair. */
export function MarkedText({ match, t }: MarkedTextProps) {
  const { text, entries, highlights, nearMisses = [] } = match;
  const edges = new Set([0, text.length]);
  for (const { start, end } of [...highlights, ...nearMisses]) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const counts = new Map(entries.map(({ id, count }) => [id, count]));
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1];
    const covers = (place: { start: number; end: number }) =>
      place.start <= start && end <= place.end;
    const highlight = highlights.find(covers);
    const part = text.slice(start, end);
    const shown = highlight ? (
      <mark
        className={styles.entry}
        data-side={sideOf(counts.get(highlight.entryId) ?? 0, t)}
        data-starts={highlight.start === start}
        data-ends={highlight.end === end}
      >
        {part}
      </mark>
    ) : (
      part
    );
    return (
      <span key={start} className={nearMisses.some(covers) ? styles.missed : undefined}>
        {shown}
      </span>
    );
  });
}
