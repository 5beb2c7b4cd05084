import type { ReactNode } from "react";
import type { PreviewCaption } from "../../engine/types.ts";
import styles from "./Highlighted.module.css";
import { partsOf } from "./layers.ts";

/** UTF-16 units shown of a caption that is not opened. */
const SHOWN = 400;

interface HighlightedProps {
  readonly caption: PreviewCaption;
  readonly t: number;
  readonly isWhole: boolean;
}

/**
 * A caption's text, matched entries in the colours of head and tail. An entry that lies in another,
 * or overlaps it, is underlined in its own colour.
 */
export function Highlighted({ caption, t, isWhole }: HighlightedProps) {
  const { text, highlights, entries } = caption;
  const length = isWhole ? text.length : Math.min(text.length, SHOWN);
  const counts = new Map(entries.map(({ id, count }) => [id, count]));
  const sideOf = (entry: number) => ((counts.get(entry) ?? 0) < t ? styles.tail : styles.head);
  const shown: ReactNode[] = [];
  let marked: ReactNode[] = [];
  for (const { start, end, layers } of partsOf(length, highlights)) {
    const [mark, ...others] = layers;
    let part: ReactNode = text.slice(start, end);
    for (const [i, other] of others.entries()) {
      if (other === null) continue;
      const className = `${styles.inner} ${sideOf(other.entryId)}`;
      part = (
        <span key={start} className={className} data-layer={i + 1}>
          {part}
        </span>
      );
    }
    if (mark === null) {
      shown.push(part);
      continue;
    }
    marked.push(part);
    if (end < mark.end && end < length) continue;
    shown.push(
      <mark key={mark.start} className={sideOf(mark.entryId)}>
        {marked}
      </mark>,
    );
    marked = [];
  }
  if (length < text.length) shown.push("…");
  return shown;
}
