import { usualFields } from "../jsonl/fields.ts";
import { BadRecord, type RecordBatch, type SourceRecord } from "./record.ts";

/** Which columns of a file's records mean what; null for none. */
export interface ColumnMapping {
  /** Columns that hold captions, one or several: texts, or lists of texts. */
  readonly captions: readonly string[];
  /** What the draw hangs on, where it is given: each record has its own. */
  readonly uid: string | null;
  readonly url: string | null;
  readonly language: string | null;
  /** Of a record with several texts: whether each is a caption, or one that is picked at random. */
  readonly texts: "all" | "one";
}

/** What the first records of a file tell of its columns. */
export interface DetectedColumns {
  /** In order of appearance. */
  readonly columns: readonly string[];
  /** Those that hold texts, to choose captions from. */
  readonly textColumns: readonly string[];
  /** No captions where no column holds texts. */
  readonly mapping: ColumnMapping;
  /** Whether a person need not be asked which column holds the captions. */
  readonly isSure: boolean;
}

const UID_COLUMNS = ["uid", "uuid", "id", "key", "sample_id", "image_id"];
const URL_COLUMNS = ["url", "image_url", "img_url", "coco_url", "src", "link", "image", "filepath"];
const LANGUAGE_COLUMNS = ["language", "languages", "lang", "content_language"];

/** Finds the columns by their usual names, and captions else by what looks like prose. */
export function detectColumns(batch: RecordBatch): DetectedColumns {
  const textsOf = new Map<string, string[]>();
  for (const record of batch) {
    if (record === null || record instanceof BadRecord) continue;
    for (const [column, value] of Object.entries(record)) {
      const texts = textsOf.get(column) ?? [];
      texts.push(...textsIn(value));
      textsOf.set(column, texts);
    }
  }
  const columns = [...textsOf.keys()];
  const textColumns = columns.filter((column) => textsOf.get(column)?.length);
  const usual = usualFields(textColumns);
  const looks = textColumns
    .map((column) => ({ column, ...lookOf(textsOf.get(column) as string[]) }))
    .filter(({ isAddress }) => !isAddress)
    .sort((a, b) => Number(b.isProse) - Number(a.isProse) || b.length - a.length);
  const prose = looks.filter(({ isProse }) => isProse);
  const [caption = looks[0]?.column] = usual;
  const { uid, url, language } = usualColumns(columns);
  const addressed = textColumns.find((column) => lookOf(textsOf.get(column) as string[]).isAddress);
  return {
    columns,
    textColumns,
    mapping: {
      captions: caption === undefined ? [] : [caption],
      uid,
      url: url ?? addressed ?? null,
      language,
      texts: "all",
    },
    isSure: usual.length > 0 || prose.length === 1 || textColumns.length === 1,
  };
}

/** The columns among some that have usual names. */
export function usualColumns(
  columns: readonly string[],
): Pick<ColumnMapping, "uid" | "url" | "language"> {
  return {
    uid: firstOf(UID_COLUMNS, columns),
    url: firstOf(URL_COLUMNS, columns),
    language: firstOf(LANGUAGE_COLUMNS, columns),
  };
}

/** Columns of records that a mapping speaks of. */
export function mappedColumns({ captions, uid, url, language }: ColumnMapping): string[] {
  return [...captions, ...[uid, url, language].filter((column) => column !== null)];
}

/** Whether the captions of some records are lists of texts, which only records have. */
export function haveLists(batch: RecordBatch): boolean {
  const { captions } = detectColumns(batch).mapping;
  return batch.some(
    (record) =>
      record !== null &&
      !(record instanceof BadRecord) &&
      captions.some((column) => Array.isArray(record[column])),
  );
}

/** The texts that a value of a column holds: itself, or those in a list. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (!Array.isArray(value)) return [];
  return value.filter((text): text is string => typeof text === "string" && text !== "");
}

/** What the rows of a preview show of a record: every value as a short text. */
export function previewRow(record: SourceRecord, columns: readonly string[]): string[] {
  return columns.map((column) => {
    const value = record[column];
    if (value === undefined || value === null) return "";
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)}…` : text;
  });
}

const PREVIEW_LENGTH = 200;

function firstOf(names: readonly string[], columns: readonly string[]): string | null {
  for (const name of names) {
    const column = columns.find((column) => column.toLowerCase() === name);
    if (column !== undefined) return column;
  }
  return null;
}

function lookOf(texts: readonly string[]) {
  const some = texts.slice(0, 100);
  const share = (test: (text: string) => boolean) =>
    some.filter(test).length / Math.max(1, some.length);
  return {
    isAddress: share((text) => /^(https?:\/\/|\/|[\w.-]+\/)\S+$/.test(text)) > 0.5,
    isProse: share((text) => /\S\s+\S/.test(text) || /[\u3040-\u9fff]{3}/.test(text)) > 0.5,
    length: some.reduce((sum, { length }) => sum + length, 0) / Math.max(1, some.length),
  };
}
