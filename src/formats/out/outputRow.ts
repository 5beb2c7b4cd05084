/** A caption as the formats for other programs are told of it. */
export interface OutputRow {
  /** That of its record; null where it has none. */
  readonly uid: string | null;
  /** Of the image; null where the record has none. */
  readonly url: string | null;
  readonly text: string;
  /** Its critical threshold: it is kept at every t above. Infinity for a caption without matches. */
  readonly tau: number;
  /** Exact chance of being kept at t. */
  readonly chance: number;
  /** What it matches. */
  readonly entries: readonly string[];
}

/** Writes a file, front to end. */
export interface RowWriter {
  /** Its bytes for the rows that follow. */
  add(rows: readonly OutputRow[]): Uint8Array<ArrayBuffer>;
  /**
   * To be called after the last row.
   *
   * @throws InputError when some rows lack what the file needs, which is then not to be used
   */
  end(): void;
}

const encoder = new TextEncoder();

/** UTF-8, each line with its "\n". */
export function encodeLines(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return encoder.encode(lines.length === 0 ? "" : `${lines.join("\n")}\n`);
}

/** Counts rows, and those that lack something. */
export interface LackingRows {
  /** Whether the next row lacks it. */
  count(isLacking: boolean): void;
  /** "3 of 40 kept captions have no uid, the first of them caption 17"; null when none lacks it. */
  sentence(what: string): string | null;
}

export function lackingRows(): LackingRows {
  let rows = 0;
  let lacking = 0;
  let first = 0;
  return {
    count(isLacking) {
      rows++;
      if (isLacking && lacking++ === 0) first = rows;
    },

    sentence(what) {
      if (lacking === 0) return null;
      const [few, all, at] = [lacking, rows, first].map((count) => count.toLocaleString("en"));
      return `${few} of ${all} kept captions ${lacking === 1 ? "has" : "have"} no ${what}, the first of them caption ${at}`;
    },
  };
}
