import { type CsvWriter, csvWriter } from "../../formats/csv/csvWriter.ts";
import { datacompNpy } from "../../formats/npy/datacompNpy.ts";
import { img2datasetLines } from "../../formats/out/img2dataset.ts";
import { onlineTableLines } from "../../formats/out/onlineTable.ts";
import { encodeLines, type OutputRow } from "../../formats/out/outputRow.ts";
import { uidList } from "../../formats/out/uidList.ts";
import type { SourceRecord } from "../../formats/records/record.ts";
import type { SubsetShape } from "../types.ts";
import { cellOf, type TableColumn } from "./tableColumns.ts";

/** A record to be written, and what is known of it. */
export interface WrittenRow {
  readonly record: SourceRecord;
  readonly row: OutputRow;
}

type Pieces = Iterable<Uint8Array<ArrayBuffer>>;

/** Writes records in one shape. */
export interface SubsetWriter {
  /** Of the file's name, with its dot. */
  readonly ending: string;
  /** What can be written of the rows by now. */
  add(rows: readonly WrittenRow[]): Pieces;
  /** What is left to write. @throws InputError when some rows lack what the file needs */
  end(): Pieces;
}

/** The fields that are added to records; with the names that lines have them by, too. */
const ADDED: readonly TableColumn[] = [
  { name: "tau", type: "DOUBLE" },
  { name: "chance", type: "DOUBLE" },
  { name: "matched_entries", type: "STRING_LIST" },
];

/** Whether a shape needs all columns before its first row. */
export function isTable(shape: SubsetShape): shape is "csv" | "tsv" | "parquet" {
  return shape === "csv" || shape === "tsv" || shape === "parquet";
}

/**
 * @param columns of the records, for tables
 * @param isExtended whether tau, chance and matched entries are added
 */
export async function openWriter(
  shape: Exclude<SubsetShape, "same">,
  columns: readonly TableColumn[],
  isExtended: boolean,
): Promise<SubsetWriter> {
  const table = isExtended
    ? [...columns.filter(({ name }) => ADDED.every((added) => added.name !== name)), ...ADDED]
    : columns;
  const written = ({ record, row }: WrittenRow): SourceRecord =>
    isExtended ? { ...record, ...addedTo(row) } : record;
  switch (shape) {
    case "jsonl":
      return {
        ending: ".jsonl",
        add: (rows) => [encodeLines(rows.map((row) => JSON.stringify(written(row))))],
        end: () => [],
      };
    case "csv":
      return delimited(".csv", csvWriter(namesOf(table), ","), table, written);
    case "tsv":
      return delimited(".tsv", csvWriter(namesOf(table), "\t"), table, written);
    case "parquet": {
      const { parquetWriter } = await import("../../formats/parquet/parquetWriter.ts");
      const writer = parquetWriter(table);
      return {
        ending: ".parquet",
        add(rows) {
          const records = rows.map(written);
          const columns = table.map((column) =>
            records.map((record) => cellOf(record[column.name], column)),
          );
          return [writer.add(columns)];
        },
        end: () => [writer.finish()],
      };
    }
    case "uids":
      return rowsOnly(".uids.txt", uidList());
    case "img2dataset":
      return rowsOnly(".img2dataset.jsonl", img2datasetLines());
    case "online":
      return rowsOnly(".online.jsonl", { add: onlineTableLines, end() {} });
    case "datacomp": {
      const uids = datacompNpy();
      return {
        ending: ".npy",
        add(rows) {
          uids.add(rows.map(({ row }) => row.uid));
          return [];
        },
        end: () => uids.end().pieces(),
      };
    }
  }
}

function addedTo({ tau, chance, entries }: OutputRow) {
  return { tau, chance, matched_entries: entries };
}

function namesOf(columns: readonly TableColumn[]): string[] {
  return columns.map(({ name }) => name);
}

function delimited(
  ending: string,
  writer: CsvWriter,
  columns: readonly TableColumn[],
  written: (row: WrittenRow) => SourceRecord,
): SubsetWriter {
  const encoder = new TextEncoder();
  let isFirst = true;
  const header = () => {
    const line = isFirst ? writer.header() : "";
    isFirst = false;
    return line;
  };
  return {
    ending,
    add(rows) {
      const lines = rows.map((row) => {
        const record = written(row);
        return writer.row(columns.map(({ name }) => plainCell(record[name])));
      });
      return [encoder.encode(header() + lines.join(""))];
    },
    end: () => [encoder.encode(header())],
  };
}

/** What a cell of text holds of a value: of lists and objects, their JSON. */
function plainCell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
}

function rowsOnly(
  ending: string,
  {
    add,
    end,
  }: {
    readonly add: (rows: readonly OutputRow[]) => Uint8Array<ArrayBuffer>;
    readonly end: () => void;
  },
): SubsetWriter {
  return {
    ending,
    add: (rows) => [add(rows.map(({ row }) => row))],
    end() {
      end();
      return [];
    },
  };
}
