import type { FileMetaData, KeyValue, SchemaElement, SchemaTree } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { InputError } from "../inputError.ts";
import type { ByteSource } from "../jsonl/lines.ts";
import { leavesOf, schemaTree } from "./leaves.ts";

/** A Parquet file, read by range. */
export interface ParquetSource extends ByteSource {
  readonly name: string;
}

/** What the footer of a Parquet file tells: plain data, which can be copied between threads. */
export interface ParquetShape {
  readonly format: "parquet";
  readonly rows: number;
  readonly rowGroups: number;
  /** At the top level, in the order of the file. */
  readonly columns: readonly ParquetColumn[];
  /** The program that wrote the file, where it says so. */
  readonly createdBy: string | null;
  readonly footer: ParquetFooter;
}

export interface ParquetColumn {
  readonly name: string;
  readonly kind: ParquetKind;
  /** Compressed. */
  readonly bytes: number;
}

/** Texts can be in columns of bytes too, where a program did not say that they are texts. */
export type ParquetKind = "text" | "number" | "boolean" | "bytes" | "date" | "nested";

/** What it takes to read the columns of a file and to write its like. */
export interface ParquetFooter {
  /** The tree of columns, parents before their children. */
  readonly schema: readonly SchemaElement[];
  /** What programs keep beside the data, such as pandas its index. */
  readonly keyValues: readonly KeyValue[];
  readonly groups: readonly RowGroupPlace[];
}

export interface RowGroupPlace {
  readonly rows: number;
  /** One for each leaf of the schema. */
  readonly chunks: readonly ChunkPlace[];
}

/** Where the values of a leaf column in a row group are, and how they are packed. */
export interface ChunkPlace {
  /** Bytes of the file: [start, end). */
  readonly start: number;
  readonly end: number;
  /** Values, nulls and empty lists. */
  readonly slots: number;
  /** As the format names it; null where it is none that the format has. */
  readonly codec: string | null;
  readonly isEncrypted: boolean;
}

/** Bytes at the end of a file that are read at once: nearly every footer is in them. */
const FOOTER_BYTES = 2 ** 19;
const MARK_BYTES = 4;
const MARK = "PAR1";
const ENCRYPTED_MARK = "PARE";

/**
 * Reads the footer of a Parquet file.
 *
 * @throws InputError when the footer is missing, encrypted or damaged
 */
export async function parquetShape(source: ParquetSource): Promise<ParquetShape> {
  const { name } = source;
  const metadata = await readFooter(source);
  try {
    return shapeOf(source, metadata);
  } catch (error) {
    throw error instanceof InputError ? error : damagedFooter(name);
  }
}

async function readFooter(source: ParquetSource): Promise<FileMetaData> {
  const { name, size } = source;
  if (size < 3 * MARK_BYTES) {
    throw new InputError(`${name} is too short for a Parquet file. Get the whole file again.`);
  }
  const [head, tail] = await Promise.all([
    source.read(0, MARK_BYTES),
    source.read(Math.max(0, size - FOOTER_BYTES), size),
  ]);
  const start = markOf(head);
  const end = markOf(tail.subarray(-MARK_BYTES));
  if (end === ENCRYPTED_MARK) {
    throw new InputError(
      `The footer of ${name} is encrypted, which Headtail does not read. ${decryptRemedy(name)}`,
    );
  }
  if (end !== MARK && (start === MARK || start === ENCRYPTED_MARK)) {
    throw new InputError(
      `${name} is cut short: it begins as a Parquet file, but the footer at its end is missing. Get the whole file again.`,
    );
  }
  if (start !== MARK || end !== MARK) {
    throw new InputError(
      `${name} is not a Parquet file: it does not begin and end with ${MARK}. Choose another file, or give it the ending of what it is.`,
    );
  }
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const bytes = view.getUint32(tail.length - 2 * MARK_BYTES, true) + 2 * MARK_BYTES;
  if (bytes > size - MARK_BYTES) throw damagedFooter(name);
  const footer = bytes <= tail.length ? tail : await source.read(size - bytes, size);
  try {
    return parquetMetadata(footer, { geoparquet: false });
  } catch {
    throw damagedFooter(name);
  }
}

function shapeOf({ name, size }: ParquetSource, metadata: FileMetaData): ParquetShape {
  const schema = metadata.schema.map(withConvertedType);
  const leaves = leavesOf(schema);
  const groups = metadata.row_groups.map(({ num_rows, columns }): RowGroupPlace => {
    if (columns.length !== leaves.length) throw damagedFooter(name);
    return {
      rows: Number(num_rows),
      chunks: columns.map(({ file_path, meta_data, crypto_metadata }) => {
        if (file_path) {
          throw new InputError(
            `${name} holds no data itself: it is an index of other files, such as ${file_path}. Choose those files instead.`,
          );
        }
        const start = Number(
          meta_data?.dictionary_page_offset || (meta_data?.data_page_offset ?? 0),
        );
        const end = start + Number(meta_data?.total_compressed_size ?? 0);
        if (!(start >= 0 && start <= end && end <= size)) throw damagedFooter(name);
        return {
          start,
          end,
          slots: Number(meta_data?.num_values ?? 0),
          codec: meta_data?.codec ?? null,
          isEncrypted: meta_data === undefined || crypto_metadata !== undefined,
        };
      }),
    };
  });
  const rows = Number(metadata.num_rows);
  if (rows !== groups.reduce((sum, group) => sum + group.rows, 0)) throw damagedFooter(name);
  return {
    format: "parquet",
    rows,
    rowGroups: groups.length,
    columns: schemaTree(schema).children.map((tree) => ({
      name: tree.element.name,
      kind: kindOf(tree),
      bytes: leaves
        .filter(({ path }) => path[0] === tree.element.name)
        .flatMap(({ index }) => groups.map(({ chunks }) => chunks[index]))
        .reduce((sum, { start, end }) => sum + end - start, 0),
    })),
    createdBy: metadata.created_by ?? null,
    footer: { schema, keyValues: metadata.key_value_metadata ?? [], groups },
  };
}

/**
 * Lists and maps are told by the older of the format's two ways to say what a column is, and whole
 * numbers written in it: some programs leave it out.
 */
function withConvertedType(element: SchemaElement): SchemaElement {
  const { converted_type, logical_type } = element;
  if (converted_type !== undefined || logical_type === undefined) return element;
  if (logical_type.type === "LIST" || logical_type.type === "MAP") {
    return { ...element, converted_type: logical_type.type };
  }
  if (logical_type.type !== "INTEGER") return element;
  const { bitWidth, isSigned } = logical_type;
  const converted = `${isSigned ? "INT" : "UINT"}_${bitWidth as 8 | 16 | 32 | 64}` as const;
  return { ...element, converted_type: converted };
}

function kindOf({ element, children }: SchemaTree): ParquetKind {
  if (children.length > 0 || element.repetition_type === "REPEATED") return "nested";
  const { type, converted_type, logical_type } = element;
  const annotation = logical_type?.type ?? converted_type ?? "";
  if (type === "INT96" || /^(DATE|TIME)/.test(annotation)) return "date";
  if (/^(STRING|UTF8|ENUM|JSON|UUID)$/.test(annotation)) return "text";
  if (/^(DECIMAL|FLOAT16)$/.test(annotation)) return "number";
  if (type === "BOOLEAN") return "boolean";
  return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" ? "bytes" : "number";
}

/** What to do with a file that is encrypted. */
export function decryptRemedy(name: string): string {
  return `Decrypt it first, for example: duckdb -c "PRAGMA add_parquet_key('key', 'YOUR KEY'); COPY (FROM read_parquet('${name}', encryption_config = {footer_key: 'key'})) TO 'plain-${name}'".`;
}

function damagedFooter(name: string): InputError {
  return new InputError(
    `The footer of ${name} is damaged, so that its columns cannot be found. Get the file again.`,
  );
}

function markOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
