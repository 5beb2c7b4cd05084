import { transfer } from "comlink";
import { utf8Of } from "../../formats/encoding/asUtf8.ts";
import { textEncoding } from "../../formats/encoding/textEncoding.ts";
import type { FileShape, Packing } from "../../formats/formats.ts";
import { InputError } from "../../formats/inputError.ts";
import { KEY_FIELDS } from "../../formats/jsonl/fields.ts";
import type { SubsetFile } from "../../formats/manifest.ts";
import { recordsOf, shapeOf } from "../../formats/readers.ts";
import { createFilters, filterColumns } from "../../formats/records/createFilters.ts";
import { seenCaptions } from "../../formats/records/duplicates.ts";
import { firstRecordsOf, nextBatch } from "../../formats/records/look.ts";
import {
  detectColumns,
  haveLists,
  mappedColumns,
  previewRow,
} from "../../formats/records/mapping.ts";
import {
  BadRecord,
  type RecordBatch,
  type RecordSource,
  type SourceRecord,
} from "../../formats/records/record.ts";
import { recordText } from "../../formats/records/text.ts";
import type { FileLook, ReadPlan, TextReport } from "../origin.ts";
import type { NamedBlob } from "../slice.ts";
import { exportFormats, type FormatExport, type SideFile } from "./exportFormats.ts";
import { fileSource } from "./fileSource.ts";
import type { FactsOf } from "./keptRecords.ts";
import { packingOf, recordSource, startOf, unpackedBlob } from "./recordSource.ts";
import { lookAtTable, tableText } from "./remoteTable.ts";
import { type SideFilesRequest, writeSideFiles } from "./sideFiles.ts";
import { type OnLargeText, type OnPart, textParts } from "./textParts.ts";

const HEAD_BYTES = 2 ** 16;
const PREVIEW_ROWS = 20;
/** Times that a packed file is smaller than its content, about. */
const TIMES_PACKED: Record<Packing, number> = { none: 1, gzip: 4, zstd: 4 };

/** What a convert worker does: it makes the texts of files in other formats. */
export function createConvertApi() {
  let exporting: AbortController | null = null;
  /** Of the files since the worker began: a duplicate may stand in an earlier one. */
  const seen = seenCaptions();

  return {
    /** See `Texts.look`. */
    async look(file: NamedBlob): Promise<FileLook> {
      const { size } = file.blob;
      const packing = packingOf(await fileSource(file).read(0, Math.min(HEAD_BYTES, size)));
      const packed = recordSource(file, packing);
      const head = await startOf(packed, HEAD_BYTES);
      const source = await readable(packed, packing, startsParquet(head));
      const shape = await shapeOf(source, head);
      if (shape.format === "metadata" || shape.format === "manifest") {
        return { ...NOTHING_SEEN, packing, shape };
      }
      const batch = await firstRecordsOf(source, shape);
      const detected = detectColumns(batch);
      const text = recordText(file.name, detected.mapping, () => null).add(batch);
      const lineBytes = Math.max(1, text.length / Math.max(1, batch.length));
      const records =
        shape.format === "parquet"
          ? shape.rows
          : (size * TIMES_PACKED[packing]) / bytesARecord(batch, lineBytes, shape);
      return {
        ...detected,
        isSure: detected.isSure && !("encoding" in shape && shape.encoding === "latin-1"),
        packing,
        shape,
        areLines: shape.format === "jsonl" && packing === "none" && !haveLists(batch),
        rows: batch
          .filter(
            (record): record is SourceRecord => record !== null && !(record instanceof BadRecord),
          )
          .slice(0, PREVIEW_ROWS)
          .map((record) => previewRow(record, detected.columns)),
        records: Math.max(1, Math.round(records)),
        lineBytes,
      };
    },

    /** See `Texts.plain`. */
    async plain(file: NamedBlob, most: number): Promise<Uint8Array<ArrayBuffer>> {
      const packing = packingOf(await fileSource(file).read(0, Math.min(4, file.blob.size)));
      const bytes = await startOf(recordSource(file, packing), most + 1);
      if (bytes.length > most) {
        throw new InputError(
          `${file.name} holds more than ${(most / 1e6).toLocaleString("en")} MB. A list or manifest is not so large.`,
        );
      }
      const encoding = textEncoding(bytes.subarray(0, HEAD_BYTES)) ?? "utf-8";
      const utf8 = utf8Of(bytes, encoding).slice();
      return transfer(utf8, [utf8.buffer]);
    },

    /**
     * Makes the text of a file. The next part is made when the last was taken.
     *
     * @throws InputError when the browser has no room for it
     */
    async convert(
      file: NamedBlob,
      plan: ReadPlan,
      onPart: OnPart,
      onLarge: OnLargeText,
    ): Promise<TextReport> {
      const { packing, shape, mapping, filters } = plan;
      const source = recordSource(file, packing);
      const filter = await createFilters(filters, mapping, seen);
      const text = recordText(file.name, mapping, filter.passes);
      const parts = textParts(file.name, onPart, onLarge);
      const read = await readable(source, packing, shape.format === "parquet");
      const columns = [...mappedColumns(mapping), ...KEY_FIELDS, ...filterColumns(filters)];
      let problem: string | null = null;
      const batches = await recordsOf(read, shape, columns);
      for (;;) {
        const next = await nextBatch(batches);
        if (typeof next === "string") problem = `${next} What stands before it is read.`;
        if (typeof next === "string" || next === null) break;
        await parts.add(text.add(next), source.bytesRead);
      }
      await parts.end(file.blob.size);
      const filtered = { ...filter.counts };
      return { filtered, rejects: text.rejects, problem };
    },

    lookAtTable,
    tableText,

    /** See {@link exportFormats}. One export at a time. */
    exportFormats(
      job: FormatExport,
      factsOf: FactsOf,
      finish: (subset: readonly SubsetFile[]) => Promise<readonly SideFile[]>,
      directory: FileSystemDirectoryHandle,
      onProgress: (bytesRead: number) => void,
    ): Promise<readonly string[]> {
      exporting = new AbortController();
      return exportFormats(job, factsOf, finish, directory, onProgress, exporting.signal);
    },

    /** See {@link writeSideFiles}. */
    writeSideFiles(
      request: SideFilesRequest,
      factsOf: FactsOf,
      directory: FileSystemDirectoryHandle,
    ): Promise<readonly string[]> {
      exporting = new AbortController();
      return writeSideFiles(request, factsOf, directory, exporting.signal);
    },

    /** Ends an export. */
    cancel(): void {
      exporting?.abort();
    },
  };
}

async function readable(
  source: RecordSource,
  packing: Packing,
  isReadByRange: boolean,
): Promise<RecordSource> {
  if (packing === "none" || !isReadByRange) return source;
  return recordSource({ name: source.name, blob: await unpackedBlob(source) }, "none");
}

/** Bytes of a record in its file, about: of archives, mostly images. */
function bytesARecord(batch: RecordBatch, lineBytes: number, { format }: FileShape): number {
  if (format === "tar") return TAR_SAMPLE_BYTES;
  if (format === "wat" || format === "warc") return WEB_ARCHIVE_BYTES;
  return batch.length === 0 ? lineBytes : lineBytes * SHARE_OF_LINE;
}

/** An image of 256 pixels and its caption. */
const TAR_SAMPLE_BYTES = 20_000;
/** Of a page for each image with a text on it. */
const WEB_ARCHIVE_BYTES = 2_000;
/** Names of columns are not written with every row. */
const SHARE_OF_LINE = 0.8;

function startsParquet(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52;
}

const NOTHING_SEEN = {
  ...detectColumns([]),
  areLines: false,
  rows: [],
  records: 1,
  lineBytes: 1,
};

export type ConvertApi = ReturnType<typeof createConvertApi>;
