import type { RecordStream } from "../records/record.ts";

/** What was read of a web archive besides its records. */
export interface WebArchiveTotals {
  /** Pages that were read. */
  readonly pages: number;
  /** Pages that were not: they are packed in another way than gzip, or what is packed is broken. */
  readonly unreadPages: number;
  /** Whether more texts differed than are remembered, so that some may have been given twice. */
  readonly hasForgotten: boolean;
}

export type OnWebArchiveTotals = (totals: WebArchiveTotals) => void;

export type Tally = { -readonly [K in keyof WebArchiveTotals]: WebArchiveTotals[K] };

/** Records, and their totals when nothing more is read. */
export async function* tallied(
  read: (tally: Tally) => RecordStream,
  onTotals: OnWebArchiveTotals | undefined,
): RecordStream {
  const tally: Tally = { pages: 0, unreadPages: 0, hasForgotten: false };
  try {
    yield* read(tally);
  } finally {
    onTotals?.(tally);
  }
}
