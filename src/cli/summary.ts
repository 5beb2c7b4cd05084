import type { Reading, RejectedLine } from "./readCaptions.ts";

/** What balancing kept. */
export interface BalanceSummary extends Reading {
  readonly kept: number;
  readonly t: number;
  /** Tail share, 0 to 1: the one given, or that of the threshold given. */
  readonly p: number;
  /** Entries that match here and have no count. */
  readonly entriesWithoutCount: number;
}

const REASONS: Record<RejectedLine["reason"], string> = {
  "not-json": "not valid JSON",
  "not-object": "JSON, but not an object",
  "no-text": "no text in the caption field",
  "not-utf8": "not valid UTF-8",
  "too-long": "longer than 16 MiB",
  "ragged-row": "more or fewer cells than columns",
  "bad-quotes": "a quote inside a cell",
  "unsafe-name": "a name that leads out of the archive",
  "bad-header": "a broken header",
};

/** One line of JSON. */
export function formatJson(summary: Reading | BalanceSummary, seconds: number): string {
  return `${JSON.stringify({ ...summary, seconds })}\n`;
}

/** Sentences, one a line. */
export function formatSentences(summary: Reading | BalanceSummary, seconds: number): string {
  const { lines, blank, rejected, rejects, captions, matched } = summary;
  const sentences = rejects.map(
    ({ file, line, reason }) => `${file}, line ${line}: ${REASONS[reason]}.`,
  );
  if (rejected > rejects.length) {
    sentences.push(`${number(rejected - rejects.length)} more lines gave no caption.`);
  }
  sentences.push(
    `Lines: ${number(lines)}, and ${number(blank)} blank. Rejected: ${number(rejected)}. Captions: ${number(captions)}, of which ${number(matched)} match.`,
  );
  const filtered = Object.entries(summary.filtered).filter(([, count]) => count > 0);
  if (filtered.length > 0) {
    const parts = filtered.map(([name, count]) => `${name} ${number(count)}`);
    sentences.push(`Left out by filters: ${parts.join(", ")}.`);
  }
  if ("kept" in summary) {
    const { kept, t, p, entriesWithoutCount } = summary;
    if (entriesWithoutCount > 0) {
      sentences.push(
        `Entries that match here but have no count: ${number(entriesWithoutCount)}. They are taken as tail, so their captions are kept.`,
      );
    }
    sentences.push(`Kept at t = ${t} (p = ${p}): ${number(kept)}.`);
  }
  sentences.push(`Done in ${seconds.toFixed(1)} s.`);
  return `${sentences.join("\n")}\n`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
