import type { CsvShape } from "./csv/csvShape.ts";
import type { TextEncoding } from "./encoding/textEncoding.ts";
import type { JsonShape } from "./json/jsonShape.ts";
import type { ParquetShape } from "./parquet/parquetShape.ts";

/** What a file is packed with, told by its content. */
export type Packing = "none" | "gzip" | "zstd";

/** What a file is, with all it takes to read its records: see readers.ts. */
export type FileShape =
  | ({ readonly format: "jsonl" } & Encoded)
  | CsvShape
  | (JsonShape & Encoded)
  | ParquetShape
  | { readonly format: "tar" }
  | { readonly format: "wat" | "warc" }
  | { readonly format: "lines"; readonly encoding: TextEncoding }
  /** Lists and manifests, which have no records; those in formats of their own are packed. */
  | { readonly format: "metadata" | "manifest" };

/** JSON is UTF-8; in another encoding it is transcoded as it is read, and written as UTF-8. */
interface Encoded {
  readonly encoding?: TextEncoding;
}

export type FormatName = FileShape["format"];
