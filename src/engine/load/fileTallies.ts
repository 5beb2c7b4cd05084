import type { SliceColumns } from "../slice.ts";
import type { Rejected } from "../types.ts";
import type { PoolFile } from "../workers/matchedPool.ts";

/** What was found in each file of a load. */
export interface FileTallies {
  add(slice: SliceColumns): void;
  /** Whether any line of a file gave a caption. */
  hasCaptions(file: number): boolean;
  /** Why a file without captions is left out. */
  sentence(file: number, of: PoolFile): string;
}

interface Tally {
  captions: number;
  lines: number;
  blank: number;
  passedOver: number;
  reasons: Set<Rejected>;
}

export function createTallies(files: number): FileTallies {
  const tallies = Array.from(
    { length: files },
    (): Tally => ({ captions: 0, lines: 0, blank: 0, passedOver: 0, reasons: new Set() }),
  );
  return {
    add({ file, lineStarts, lines, blank, passedOver, rejects }) {
      tallies[file].captions += lineStarts.length;
      tallies[file].lines += lines - blank - passedOver;
      tallies[file].blank += blank;
      tallies[file].passedOver += passedOver;
      for (const { reason } of rejects) tallies[file].reasons.add(reason);
    },
    hasCaptions: (file) => tallies[file].captions > 0,
    sentence: (file, of) => withoutCaptions(of, tallies[file]),
  };
}

const REASONS: Partial<Record<Rejected, string>> = {
  "not-json": "not JSON",
  "not-object": "JSON, but not objects",
  "no-text": "without text",
  "not-utf8": "not UTF-8",
  "too-long": "longer than 16 MB",
};

function withoutCaptions(
  { name, segments, origin }: PoolFile,
  { lines, blank, passedOver, reasons }: Tally,
): string {
  if (origin !== undefined && lines + blank > 0) {
    return blank > 0
      ? `${name} was left out: ${noneOf(blank, "caption")} passes the filters. Widen them, or turn them off.`
      : `${name} was left out: ${noneOf(lines, "record")} gives a caption. Choose another column for them.`;
  }
  const field = segments[0].captionField;
  if (lines === 0 && passedOver > 0)
    return `${name} was left out: none of its lines was among those taken.`;
  if (lines === 0)
    return `${name} holds only blank lines. Choose a file with one JSON object a line.`;
  if (reasons.size === 0) return `${name} was left out: ${noneOf(lines, "line")} could be matched.`;
  if (reasons.size === 1 && reasons.has("no-text")) {
    return `${name} was left out: ${noneOf(lines, "record")} has text in a field "${field}". Each record needs its caption in a field such as "text" or "caption".`;
  }
  const kinds = [...reasons].map((reason) => REASONS[reason]).join("; ");
  return `${name} was left out: ${noneOf(lines, "line")} gives a caption (${lines === 1 ? "it is" : "they are"} ${kinds}). Choose a file with one JSON object a line.`;
}

/** As the subject of a sentence in the singular. */
function noneOf(n: number, noun: string): string {
  return n === 1 ? `not even its one ${noun}` : `none of its ${n.toLocaleString("en")} ${noun}s`;
}
