import { isGzip, listTooLargeSentence, MAX_LIST_BYTES } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import { detectFields, firstRecords } from "../../formats/jsonl/fields.ts";
import { countLines } from "../../formats/jsonl/lines.ts";
import { areOff, NONE_FILTERED, type RecordFilters } from "../../formats/records/filters.ts";
import { type ColumnMapping, haveLists } from "../../formats/records/mapping.ts";
import { directorySentence, kindOf } from "../../formats/sniff.ts";
import type { AskColumns, FileLook, ReadPlan, TextReport } from "../origin.ts";
import type { NamedBlob } from "../slice.ts";
import { fileSource } from "../workers/fileSource.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import type { Texts } from "./texts.ts";

/** A file whose text holds captions, all in one field, and has to be made first. */
export interface PackedFile extends NamedBlob {
  /** How it is made; null where the text is what a gzip file holds. */
  readonly plan: ReadPlan | null;
  readonly captionField: string;
  readonly textFields: readonly string[];
  /** About so many captions, from 1. */
  readonly captions: number;
  /** Mean bytes of a line of the text, in its beginning. */
  readonly lineBytes: number;
  /** One line in so many is taken. */
  readonly oneIn: number;
  /** Bytes of its text that are read, at most. */
  readonly textBytes: number;
}

/** Dropped or picked files, told apart. */
export interface Inputs {
  readonly captions: readonly (PoolFile | PackedFile)[];
  readonly metadata: NamedBlob | null;
  readonly manifest: NamedBlob | null;
  /** One sentence for each file that is left out. */
  readonly problems: readonly string[];
}

/** How the captions of files are read that are no plain lines, and by whom. */
export interface ReadOptions {
  readonly texts: Texts;
  /** Asked about files whose columns do not tell what they are. */
  readonly askColumns: AskColumns;
  readonly filters: RecordFilters;
}

const HEAD_BYTES = 2 ** 16;
/** Tried where the first records have no text at all, so that their lines are counted. */
const FALLBACK_FIELD = "text";
/** Times that a gzip file of records is smaller than its text, about. */
const PACKING = 4;

/** Looks at the first bytes of each file. */
export async function readInputs(files: readonly File[], options: ReadOptions): Promise<Inputs> {
  const { texts, filters } = options;
  const captions: (PoolFile | PackedFile)[] = [];
  const metadata: NamedBlob[] = [];
  const manifests: NamedBlob[] = [];
  const problems: string[] = [];

  async function readInput(file: NamedBlob): Promise<void> {
    const start = await readHead(file);
    const isPacked = isGzip(start);
    const head = isPacked ? await texts.start(file, HEAD_BYTES) : start;
    const kind = kindOf(file.name, isPacked ? head.length : file.blob.size, head);
    if (kind === "metadata") metadata.push(await readList(file, texts));
    else if (kind === "manifest") manifests.push(await readList(file, texts));
    else if (kind === "captions" && areOff(filters) && !haveLists(firstRecords(head))) {
      captions.push(isPacked ? gzipFile(file, head) : plainFile(file, head));
    } else await readRecords(file);
  }

  async function readRecords(file: NamedBlob): Promise<void> {
    const look = await texts.look(file);
    const { shape } = look;
    if (shape.format === "metadata" || shape.format === "manifest") {
      const blob = new Blob([await texts.plain(file, MAX_LIST_BYTES)]);
      (shape.format === "metadata" ? metadata : manifests).push({ name: file.name, blob });
      return;
    }
    const mapping = await options.askColumns(file.name, look);
    if (mapping === null) problems.push(notAnswered(file.name));
    else captions.push(recordsFile(file, look, mapping, filters));
  }

  for (const file of files) {
    try {
      await readInput({ name: file.name, blob: file });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }
  for (const { name } of metadata.slice(1)) {
    problems.push(
      `${name} is a second metadata list and was left out: ${metadata[0].name} is used.`,
    );
  }
  for (const { name } of manifests.slice(1)) {
    problems.push(`${name} is a second manifest and was left out: ${manifests[0].name} is used.`);
  }
  return { captions, metadata: metadata[0] ?? null, manifest: manifests[0] ?? null, problems };
}

/**
 * A metadata list or manifest, unpacked where it is a gzip file.
 *
 * @throws InputError when it cannot be read or unpacked, or is too large unpacked
 */
export async function readList(list: NamedBlob, texts: Texts): Promise<NamedBlob> {
  if (!isGzip(await readHead(list))) return list;
  const bytes = await texts.start(list, MAX_LIST_BYTES + 1);
  if (bytes.length > MAX_LIST_BYTES) throw new InputError(listTooLargeSentence(list.name));
  return { name: list.name, blob: new Blob([bytes]) };
}

async function readHead(file: NamedBlob): Promise<Uint8Array> {
  try {
    return await fileSource(file).read(0, Math.min(HEAD_BYTES, file.blob.size));
  } catch (error) {
    // A folder that was dropped is a File like others, until it is read.
    if (!file.name.includes(".")) throw new InputError(directorySentence(file.name));
    throw error;
  }
}

/** A caption file, its caption field found from its first bytes. */
function plainFile(file: NamedBlob, head: Uint8Array): PoolFile {
  return unpackedFile(gzipFile(file, head), file.blob, null);
}

function gzipFile(file: NamedBlob, head: Uint8Array): PackedFile {
  const { captionField, textFields } = detectFields(head);
  const lineBytes = head.length / countLines(head);
  return {
    ...file,
    plan: null,
    captionField: captionField ?? FALLBACK_FIELD,
    textFields,
    captions: Math.max(1, Math.round((file.blob.size * PACKING) / lineBytes)),
    lineBytes,
    oneIn: 1,
    textBytes: Number.POSITIVE_INFINITY,
  };
}

/** A file of lines whose captions are in one field. */
export function linesFile(
  { name, blob }: NamedBlob,
  { textColumns }: FileLook,
  captionField: string,
): PoolFile {
  const segments = [{ start: 0, end: blob.size, captionField, oneIn: 1 }];
  return { name, blob, textFields: textColumns, segments };
}

/** A file of which every record is read by a plan. */
export function recordsFile(
  file: NamedBlob,
  { packing, shape, records, lineBytes, textColumns }: FileLook,
  mapping: ColumnMapping,
  filters: RecordFilters,
): PackedFile {
  return {
    ...file,
    plan: { packing, shape, mapping, filters },
    captionField: mapping.captions[0] ?? FALLBACK_FIELD,
    textFields: textColumns,
    captions: records,
    lineBytes,
    oneIn: 1,
    textBytes: Number.POSITIVE_INFINITY,
  };
}

/**
 * @param blob its text
 * @param report of its making; null for one that is not made yet
 */
export function unpackedFile(file: PackedFile, blob: Blob, report: TextReport | null): PoolFile {
  const { name, plan, captionField, textFields, oneIn } = file;
  const end = Math.min(blob.size, file.textBytes);
  const segments = [{ start: 0, end, captionField, oneIn }];
  if (plan === null) return { name, blob, textFields, segments };
  const { filtered, rejects } = report ?? NOTHING_READ;
  const origin = { ...plan, blob: file.blob, size: file.blob.size, filtered, rejects };
  return { name, blob, textFields, segments, origin };
}

const NOTHING_READ = { filtered: NONE_FILTERED, rejects: [] };

/** A caption file that is known to be one. */
export async function readCaptionFile(file: NamedBlob): Promise<PoolFile> {
  return plainFile(file, await readHead(file));
}

function notAnswered(name: string): string {
  return `${name} was left out: no column was chosen for its captions.`;
}
