import type { SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { drain, WRITTEN_BY } from "./writing.ts";

export interface WrittenColumn {
  readonly name: string;
  readonly type: WrittenType;
}

export type WrittenType = "STRING" | "DOUBLE" | "INT64" | "INT32" | "BOOLEAN" | "STRING_LIST";

/** The values of a column in some rows; whole numbers of INT64 may be numbers or bigints. */
export type ColumnValues = readonly (
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | null
)[];

/** Makes a Parquet file of columns, compressed with snappy. All may hold null. */
export interface ColumnsWriter {
  /**
   * Adds rows.
   *
   * @param columns values in the order of the columns, all equally many
   * @returns the bytes of the file that are ready, often none
   */
  add(columns: readonly ColumnValues[]): Uint8Array<ArrayBuffer>;
  /** The rest of the file. */
  finish(): Uint8Array<ArrayBuffer>;
}

/** Rows that are held back until they are a row group. */
const GROUP_ROWS = 100_000;

/** @param columns at least one */
export function parquetWriter(columns: readonly WrittenColumn[]): ColumnsWriter {
  const out = new ByteWriter();
  const children = columns.map(elementsOf);
  const writer = new ParquetWriter({
    writer: out,
    schema: [{ name: "schema", num_children: columns.length }, ...children.flat()],
    createdBy: WRITTEN_BY,
  });
  let held: unknown[][] = columns.map(() => []);

  /** @param least rows that are worth a row group */
  function writeGroups(least: number): void {
    while (held[0].length >= least) {
      writer.write({
        columnData: columns.map(({ name }, i) => ({ name, data: held[i].slice(0, GROUP_ROWS) })),
        rowGroupSize: GROUP_ROWS,
      });
      held = held.map((values) => values.slice(GROUP_ROWS));
    }
  }

  return {
    add(batch) {
      for (const [i, { name, type }] of columns.entries()) {
        if (batch[i].length !== batch[0].length) throw new Error(`Column ${name} has other rows.`);
        for (const value of batch[i]) {
          held[i].push(type === "INT64" && typeof value === "number" ? BigInt(value) : value);
        }
      }
      writeGroups(GROUP_ROWS);
      return drain(out);
    },
    finish() {
      writeGroups(1);
      writer.finish();
      return drain(out);
    },
  };
}

function elementsOf({ name, type }: WrittenColumn): SchemaElement[] {
  const isNullable = { repetition_type: "OPTIONAL" } as const;
  const text = {
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    logical_type: { type: "STRING" },
  } as const;
  switch (type) {
    case "STRING":
      return [{ name, ...isNullable, ...text }];
    case "STRING_LIST":
      return [
        {
          name,
          ...isNullable,
          num_children: 1,
          converted_type: "LIST",
          logical_type: { type: "LIST" },
        },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", ...isNullable, ...text },
      ];
    default:
      return [{ name, ...isNullable, type }];
  }
}
