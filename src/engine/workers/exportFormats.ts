import { createSHA256 } from "hash-wasm";
import type { PackedText } from "../../core/text/packedText.ts";
import { decodeWtf8 } from "../../core/text/wtf8.ts";
import { InputError } from "../../formats/inputError.ts";
import type { SubsetFile } from "../../formats/manifest.ts";
import type { OutputRow } from "../../formats/out/outputRow.ts";
import { recordsOf, subsetOf } from "../../formats/readers.ts";
import { type ColumnMapping, detectColumns, textsIn } from "../../formats/records/mapping.ts";
import { type NumberSet, numberSet } from "../../formats/records/numberSet.ts";
import { BadRecord, type RecordSource, type SourceRecord } from "../../formats/records/record.ts";
import { uidOf } from "../../formats/records/text.ts";
import type { Origin } from "../origin.ts";
import { seldom } from "../seldom.ts";
import type { NamedBlob } from "../slice.ts";
import type { SubsetShape } from "../types.ts";
import {
  type FactsOf,
  type RecordFacts,
  recordFacts,
  recordNumbers,
  type SliceReader,
  sliceReader,
} from "./keptRecords.ts";
import { outputFiles } from "./outputFiles.ts";
import { recordSource, unpackedBlob } from "./recordSource.ts";
import { isTable, openWriter } from "./subsetWriters.ts";
import { tableColumns } from "./tableColumns.ts";

/** A caption file of the pool: its text, and what it was made of. */
export interface ExportedFile extends NamedBlob {
  readonly captionField: string;
  /** Null for lines with a caption field. */
  readonly origin: Origin | null;
}

/** What is asked of an export in another shape than the lines that were read. */
export interface FormatExport {
  readonly shape: SubsetShape;
  readonly withColumns: boolean;
  readonly baseName: string;
  readonly files: readonly ExportedFile[];
  readonly entries: PackedText;
}

/** A small file that is written beside the subset. */
export interface SideFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** A kept record with what is known of it. */
export interface KeptRecord {
  readonly record: SourceRecord;
  readonly facts: RecordFacts;
  readonly mapping: ColumnMapping;
}

/**
 * Writes the subset in its own formats or in another one, and side files with it.
 *
 * @param factsOf of the captions that are kept; of all with a match for the online-balancing table
 * @param finish makes the side files once the subset is written
 * @returns names of all files
 * @throws InputError when a file cannot be read or written, or has no such shape; nothing stays then
 */
export async function exportFormats(
  job: FormatExport,
  factsOf: FactsOf,
  finish: (subset: readonly SubsetFile[]) => Promise<readonly SideFile[]>,
  directory: FileSystemDirectoryHandle,
  onProgress: (bytesRead: number) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const outputs = outputFiles(directory);
  const files = job.shape === "same" ? job.files : job.files.map(readFor(job.shape));
  const names: string[] = [];
  const tellBytes = seldom(onProgress);
  let bytesBefore = 0;

  /** A file to write to, hashed as it is written. */
  async function open(name: string) {
    const output = await outputs.open(name);
    const hash = await createSHA256();
    let bytes = 0;
    names.push(name);
    return {
      async write(data: Uint8Array<ArrayBuffer>) {
        signal.throwIfAborted();
        await output.write(data);
        hash.update(data);
        bytes += data.length;
      },
      done: (): SubsetFile => ({ name, bytes, sha256: hash.digest() }),
    };
  }

  async function sourceOf(file: ExportedFile): Promise<RecordSource> {
    const { name, origin } = file;
    if (origin?.blob === null) throw new InputError(originLacking(name));
    const { packing = "none", shape } = origin ?? {};
    const source = recordSource({ name, blob: origin?.blob ?? file.blob }, packing);
    if (packing === "none" || shape?.format !== "parquet") return watched(source);
    return recordSource({ name, blob: await unpackedBlob(source) }, "none");
  }

  function watched(source: RecordSource & { readonly bytesRead: number }): RecordSource {
    return {
      ...source,
      read(start, end) {
        signal.throwIfAborted();
        tellBytes(bytesBefore + source.bytesRead);
        return source.read(start, end);
      },
      async *stream() {
        for await (const bytes of source.stream()) {
          signal.throwIfAborted();
          tellBytes(bytesBefore + source.bytesRead);
          yield bytes;
        }
      },
    };
  }

  async function writeSame(): Promise<SubsetFile[]> {
    const slices = sliceReader(factsOf);
    const written: SubsetFile[] = [];
    const taken = new Set<string>();
    for (const [position, file] of job.files.entries()) {
      const kept = await keptSet(file, position, slices);
      const source = await sourceOf(file);
      const shape = file.origin?.shape ?? { format: "jsonl" };
      const subset = await subsetOf(source, shape, (record) => kept.has(record));
      if (subset === null) throw new InputError(noShape(file.name));
      const output = await open(freeName(sameName(job, file), taken));
      for await (const bytes of subset) await output.write(bytes);
      written.push(output.done());
      bytesBefore += source.size;
    }
    return written;
  }

  /** The kept records of a file, some at a time. */
  async function* keptRecords(
    file: ExportedFile,
    position: number,
    slices: SliceReader,
  ): AsyncGenerator<KeptRecord[]> {
    const source = await sourceOf(file);
    const shape = file.origin?.shape ?? ({ format: "jsonl" } as const);
    const numbers = file.origin && (await recordNumbers(file));
    const facts = recordFacts(position, numbers, slices);
    let mapping = file.origin?.mapping;
    let first = 0;
    let next = await facts.next();
    for await (const batch of await recordsOf(source, shape, null)) {
      mapping ??= { ...detectColumns(batch.slice(0, 100)).mapping, captions: [file.captionField] };
      const kept: KeptRecord[] = [];
      for (; next.value && next.value.record < first + batch.length; next = await facts.next()) {
        const record = batch[next.value.record - first];
        if (record === null || record instanceof BadRecord)
          throw new InputError(changed(file.name));
        kept.push({ record, facts: next.value, mapping });
      }
      if (kept.length > 0) yield kept;
      first += batch.length;
    }
    if (next.value) throw new InputError(changed(file.name));
    bytesBefore += source.size;
  }

  async function* allKept(): AsyncGenerator<KeptRecord[]> {
    const slices = sliceReader(factsOf);
    for (const [position, file] of files.entries()) yield* keptRecords(file, position, slices);
  }

  async function writeRecords(shape: Exclude<SubsetShape, "same">): Promise<SubsetFile[]> {
    const columns = tableColumns();
    if (isTable(shape)) {
      for await (const kept of allKept()) for (const { record } of kept) columns.add(record);
      bytesBefore = 0;
    }
    const writer = await openWriter(shape, columns.all(), job.withColumns);
    const output = await open(`${job.baseName}${writer.ending}`);
    for await (const kept of allKept()) {
      const rows = kept.map(({ record, facts, mapping }) => ({
        record,
        row: rowOf(record, facts, mapping, job.entries),
      }));
      for (const bytes of writer.add(rows)) await output.write(bytes);
    }
    for (const bytes of writer.end()) await output.write(bytes);
    return [output.done()];
  }

  try {
    const { shape } = job;
    const subset = shape === "same" ? await writeSame() : await writeRecords(shape);
    for (const { name, content } of await finish(subset)) {
      names.push(name);
      await (await outputs.open(name)).write(content);
    }
    signal.throwIfAborted();
    await outputs.close();
    return names;
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}

/**
 * What a shape is written from: of captions, the lines of their text, and so of a file that is not
 * there any more.
 */
function readFor(shape: SubsetShape): (file: ExportedFile) => ExportedFile {
  const isOfCaptions = shape === "online" || shape === "img2dataset";
  return (file) => (isOfCaptions || file.origin?.blob === null ? { ...file, origin: null } : file);
}

async function keptSet(
  file: ExportedFile,
  position: number,
  slices: SliceReader,
): Promise<NumberSet> {
  const numbers = file.origin && (await recordNumbers(file));
  const kept = numberSet();
  for await (const { record } of recordFacts(position, numbers, slices)) kept.add(record);
  return kept;
}

function rowOf(
  record: SourceRecord,
  { tau, chance, entryIds }: RecordFacts,
  mapping: ColumnMapping,
  { bytes, starts }: PackedText,
): OutputRow {
  const uid = uidOf(record, mapping);
  const url = mapping.url === null ? undefined : record[mapping.url];
  return {
    uid: uid === null ? null : String(uid),
    url: typeof url === "string" && url !== "" ? url : null,
    text: mapping.captions.flatMap((column) => textsIn(record[column]))[0] ?? "",
    tau,
    chance,
    entries: entryIds.map((id) => decodeWtf8(bytes, starts[id], starts[id + 1])),
  };
}

/** Of one file the name is that of any export; of several, each has its own in it. */
function sameName({ baseName, files }: FormatExport, { name }: ExportedFile): string {
  const plain = name.replace(/\.(?:gz|zst)$/i, "");
  const [, stem, ending] = /^(.*?)(\.[^.]*)?$/s.exec(plain) ?? ["", plain, ""];
  if (files.length === 1) return `${baseName}${ending ?? ""}`;
  const suffix = /-balanced-t\d+-seed\d+$/.exec(baseName)?.[0] ?? "-balanced";
  return `${stem}${suffix}${ending ?? ""}`;
}

/** Files of several folders, or one packed and one not, may have the same name. */
function freeName(name: string, taken: Set<string>): string {
  const [, stem, ending = ""] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? ["", name];
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${stem}-${number}${ending}`;
  taken.add(free);
  return free;
}

function originLacking(name: string): string {
  return `${name} is not here any more since the page was loaded anew, only what was read of it. Open it again to export from it.`;
}

function noShape(name: string): string {
  return `${name} is a web archive, and its subset has no such form. Export JSONL, CSV or Parquet.`;
}

function changed(name: string): string {
  return `${name} does not hold the records any more that were read of it. Open it again and export then.`;
}
