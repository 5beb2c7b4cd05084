import type { FileLook, FileOrigin, FileSummary } from "../../engine/types.ts";

const NAMES: Record<FileLook["shape"]["format"], string> = {
  jsonl: "JSONL",
  csv: "CSV",
  parquet: "Parquet",
  tar: "webdataset tar",
  wat: "Common Crawl WAT",
  warc: "WARC",
  lines: "a caption a line",
  "json-array": "JSON array",
  "json-records": "JSON",
  metaclip: "MetaCLIP’s matched captions",
  "metaclip-v2": "MetaCLIP 2’s matched captions",
  coco: "COCO captions",
  metadata: "metadata list",
  manifest: "manifest",
};

const DELIMITERS = { "\t": "tabs", ";": "semicolons", "|": "bars", ",": null } as const;

/** What a file is, in a few words: “CSV with tabs, without header, gzip”. */
export function formatWords({ shape, packing }: Pick<FileOrigin, "shape" | "packing">): string {
  const words = [NAMES[shape.format]];
  if (shape.format === "csv") {
    const delimiter = DELIMITERS[shape.delimiter];
    if (delimiter !== null) words[0] += ` with ${delimiter}`;
    if (!shape.hasHeader) words.push("without header");
  }
  if ("encoding" in shape && shape.encoding !== "utf-8") words.push(ENCODINGS[shape.encoding]);
  if (packing !== "none") words.push(packing);
  return words.join(", ");
}

const ENCODINGS = { "latin-1": "Latin-1", "utf-16le": "UTF-16", "utf-16be": "UTF-16" } as const;

/** What a file's captions stand in: lines, or records of another format. */
export function unitOf({ origin }: Pick<FileSummary, "origin">): "line" | "record" {
  return origin === undefined ? "line" : "record";
}
