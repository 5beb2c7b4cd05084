import type { ReactNode } from "react";
import type { PreviewCaption } from "../../engine/types.ts";
import styles from "./Highlighted.module.css";

/** UTF-16 units shown of a caption that is not opened. */
const SHOWN = 400;

interface HighlightedProps {
  readonly caption: PreviewCaption;
  readonly t: number;
  readonly isWhole: boolean;
}

/** A caption's text, matched entries in the colours of head and tail. */
export function Highlighted({ caption, t, isWhole }: HighlightedProps) {
  const { text, highlights, entries } = caption;
  const end = isWhole ? text.length : Math.min(text.length, SHOWN);
  const counts = new Map(entries.map(({ id, count }) => [id, count]));
  const parts: ReactNode[] = [];
  let at = 0;
  for (const highlight of highlights) {
    if (highlight.end > end) break;
    parts.push(text.slice(at, highlight.start));
    const isTail = (counts.get(highlight.entryId) ?? 0) < t;
    parts.push(
      <mark key={highlight.start} className={isTail ? styles.tail : styles.head}>
        {text.slice(highlight.start, highlight.end)}
      </mark>,
    );
    at = highlight.end;
  }
  parts.push(text.slice(at, end));
  if (end < text.length) parts.push("…");
  return parts;
}
