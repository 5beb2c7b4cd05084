/** Readers of every format, whose code is loaded when a file needs it. */
import { asUtf8, utf8Of } from "./encoding/asUtf8.ts";
import { type TextEncoding, textEncoding } from "./encoding/textEncoding.ts";
import type { FileShape } from "./formats.ts";
import { InputError } from "./inputError.ts";
import type { ParquetShape } from "./parquet/parquetShape.ts";
import type { IsKept, RecordSource, RecordStream, SubsetStream } from "./records/record.ts";
import { kindOf, otherFileSentence } from "./sniff.ts";

/**
 * Tells what a file is.
 *
 * @param head its first bytes, up to 64 kB; all of them where it has fewer
 * @throws InputError when it is nothing that Headtail reads
 */
export async function shapeOf(source: RecordSource, head: Uint8Array): Promise<FileShape> {
  const { name } = source;
  const mark = String.fromCharCode(...head.subarray(0, 5));
  if (mark.startsWith("PAR1") || mark.startsWith("PARE")) {
    const { parquetShape } = await import("./parquet/parquetShape.ts");
    return parquetShape(source);
  }
  if (mark === "WARC/") {
    const { webArchiveKind } = await import("./webArchive/webArchiveKind.ts");
    const format = webArchiveKind(head);
    if (format === "wat" || format === "warc") return { format };
    throw new InputError(
      `${name} is a web archive without pages or links, such as the WET files of Common Crawl. Choose its WAT or WARC file.`,
    );
  }
  const { isTar } = await import("./tar/header.ts");
  if (isTar(head)) return { format: "tar" };
  const encoding = textEncoding(head);
  if (encoding === null) throw new InputError(otherFileSentence(name, ""));
  if (encoding !== "utf-8") return shapeOfText(name, utf8Of(head, encoding), head, encoding);
  return shapeOfText(name, head, head, encoding);
}

/** @param utf8 what the first bytes are in UTF-8 */
async function shapeOfText(
  name: string,
  utf8: Uint8Array,
  head: Uint8Array,
  encoding: TextEncoding,
): Promise<FileShape> {
  const encoded = encoding === "utf-8" ? {} : { encoding };
  const kind = kindOf(name, utf8.length, utf8);
  if (kind === "metadata" || kind === "manifest") return { format: kind };
  const { jsonShape } = await import("./json/jsonShape.ts");
  const json = jsonShape(name, utf8);
  if (json !== null) return { ...json, ...encoded };
  if (kind === "captions") return { format: "jsonl", ...encoded };
  const start = new TextDecoder().decode(utf8);
  // A line that is longer than what is looked at.
  if (start.trimStart().startsWith("{") && !start.includes("\n")) {
    return { format: "jsonl", ...encoded };
  }
  const { csvShape } = await import("./csv/csvShape.ts");
  const csv = csvShape(name, head);
  if (csv !== null) return csv;
  if (/\.txt\b/i.test(name)) return { format: "lines", encoding };
  throw new InputError(otherFileSentence(name, start));
}

/** @param columns those that are needed, for formats that need not read all; null for all */
export async function recordsOf(
  source: RecordSource,
  shape: FileShape,
  columns: readonly string[] | null,
): Promise<RecordStream> {
  switch (shape.format) {
    case "jsonl":
      return (await import("./jsonl/jsonlRecords.ts")).readJsonl(inUtf8(source, shape));
    case "csv":
      return (await import("./csv/readCsv.ts")).readCsv(source, shape);
    case "parquet":
      return (await import("./parquet/readParquet.ts")).readParquet(
        source,
        columns && namedColumns(shape, columns),
        shape,
      );
    case "tar":
      return (await import("./tar/readTar.ts")).readTar(source);
    case "wat":
      return (await import("./webArchive/readWat.ts")).readWat(source);
    case "warc":
      return (await import("./webArchive/readWarc.ts")).readWarc(source);
    case "lines":
      return (await import("./plain/readLines.ts")).readLines(source, shape.encoding);
    case "metadata":
    case "manifest":
      throw new TypeError(`${source.name} holds no records`);
    default:
      return (await import("./json/readJson.ts")).readJson(inUtf8(source, shape), shape);
  }
}

/** Those columns of a file that are named, exactly or but for case. */
function namedColumns({ columns }: ParquetShape, names: readonly string[]): string[] {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return columns.map(({ name }) => name).filter((name) => lower.has(name.toLowerCase()));
}

function inUtf8(
  source: RecordSource,
  { encoding }: { readonly encoding?: TextEncoding },
): RecordSource {
  if (encoding === undefined) return source;
  return { ...source, stream: () => asUtf8(source.stream(), encoding) };
}

/** The subset of a file in its own format; null where it has none of its own. */
export async function subsetOf(
  source: RecordSource,
  shape: FileShape,
  isKept: IsKept,
): Promise<SubsetStream | null> {
  switch (shape.format) {
    case "jsonl":
      return (await import("./jsonl/jsonlRecords.ts")).subsetJsonl(inUtf8(source, shape), isKept);
    case "csv":
      return (await import("./csv/subsetCsv.ts")).subsetCsv(source, shape, isKept);
    case "parquet":
      return (await import("./parquet/subsetParquet.ts")).subsetParquet(source, isKept, shape);
    case "tar":
      return (await import("./tar/subsetTar.ts")).subsetTar(source, isKept);
    case "lines":
      return (await import("./plain/subsetLines.ts")).subsetLines(source, shape.encoding, isKept);
    case "wat":
    case "warc":
    case "metadata":
    case "manifest":
      return null;
    default:
      return (await import("./json/subsetJson.ts")).subsetJson(
        inUtf8(source, shape),
        shape,
        isKept,
      );
  }
}
