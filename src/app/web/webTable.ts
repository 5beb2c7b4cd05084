import type { Engine, TableLook } from "../../engine/types.ts";
import { bytesOf, planRanges } from "../../formats/parquet/rangePlan.ts";
import type { FetchFrame } from "../linked/fetchFrame.ts";
import { findFile, rangeReader, type WebFile } from "./ranges.ts";

/** The Parquet files of a split, the first of which was looked at. */
export interface WebTable {
  readonly addresses: readonly string[];
  readonly first: WebFile;
  readonly look: TableLook;
}

/** What of a table is wanted. */
export interface Wanted {
  readonly columns: readonly string[];
  /** The first rows, at most so many. */
  readonly rows: number;
}

/** How far a table is fetched. */
export interface TableProgress {
  readonly bytes: number;
  /** In whole lines of text. */
  readonly rows: number;
}

type Tables = Pick<Engine, "lookAtTable" | "tableText">;

/**
 * Asks for the size and the footer of the first of some Parquet files.
 *
 * @throws Error with a sentence; NoRanges where the server sends whole files only
 */
export async function lookAtFirst(
  frame: FetchFrame,
  engine: Tables,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<WebTable> {
  const first = await findFile(frame, addresses[0], signal);
  const read = rangeReader(frame, first, signal, () => {});
  return { addresses, first, look: await engine.lookAtTable({ ...first, read }, signal) };
}

/** Rows of all files; about so many where there is more than one file. */
export function rowsOf({ addresses, look }: WebTable): number {
  return look.shape.rows * addresses.length;
}

/** Bytes that are fetched for what is wanted, footers apart; the other files are taken to be like the first. */
export function bytesToFetch({ addresses, look }: WebTable, { columns, rows }: Wanted): number {
  const { shape, leaves } = look;
  const chosen = shape.columns.flatMap(({ name }, i) => (columns.includes(name) ? leaves[i] : []));
  const ofRows = (some: number) => bytesOf(planRanges(shape.footer.groups, chosen, some));
  const files = Math.min(rows / shape.rows, addresses.length);
  return files <= 1 ? ofRows(rows) : Math.round(ofRows(shape.rows) * files);
}

/**
 * Fetches the first rows of some columns, file by file.
 *
 * @param onRows gets parts of the text, each a JSON object a line, and how far all is
 * @throws Error with a sentence, after the parts before
 */
export async function fetchRows(
  frame: FetchFrame,
  engine: Tables,
  { addresses, first, look }: WebTable,
  { columns, rows }: Wanted,
  signal: AbortSignal,
  onProgress: (progress: TableProgress, part: Blob | null) => void,
): Promise<void> {
  let bytes = 0;
  let written = 0;
  for (const [i, address] of addresses.entries()) {
    if (written >= rows) break;
    const file = i === 0 ? first : await findFile(frame, address, signal);
    const before = written;
    const read = rangeReader(frame, file, signal, (more) => {
      bytes += more;
      onProgress({ bytes, rows: written }, null);
    });
    const take = { columns, rows: rows - before, ...(i === 0 && { look }) };
    await engine.tableText({ ...file, read }, take, {
      signal,
      onRows(part, ofFile) {
        written = before + ofFile;
        onProgress({ bytes, rows: written }, part);
      },
    });
  }
}
