import { encodeLines, type OutputRow } from "./outputRow.ts";

/**
 * The table for balancing anew in a data loader: JSONL, for each caption its uid, or null, its text,
 * its chance at t and its tau. Captions without matches are left out: they are kept at no t.
 */
export function onlineTableLines(rows: readonly OutputRow[]): Uint8Array<ArrayBuffer> {
  const matched = rows.filter(({ tau }) => tau !== Number.POSITIVE_INFINITY);
  return encodeLines(
    matched.map(({ uid, text, chance, tau }) => JSON.stringify({ uid, text, chance, tau })),
  );
}
