import type { SourceRecord } from "../../formats/records/record.ts";

/** A column of a table that records are written to. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Of values: texts, whole numbers, numbers, truth values, lists of texts; all else is written as JSON. */
export type ColumnType = "STRING" | "INT64" | "DOUBLE" | "BOOLEAN" | "STRING_LIST";

/** Finds the columns that hold every value of some records. */
export interface TableColumns {
  add(record: SourceRecord): void;
  /** In order of first appearance. */
  all(): readonly TableColumn[];
}

export function tableColumns(): TableColumns {
  const types = new Map<string, ColumnType | null>();
  return {
    add(record) {
      for (const [name, value] of Object.entries(record)) {
        const known = types.get(name);
        const type = typeOf(value);
        if (known === undefined || known === null) types.set(name, type);
        else if (type !== null && type !== known) types.set(name, common(type, known));
      }
    },
    all: () => [...types].map(([name, type]) => ({ name, type: type ?? "STRING" })),
  };
}

export type Cell = string | number | boolean | readonly string[] | null;

/** A value as its column holds it; null for none. */
export function cellOf(value: unknown, { type }: TableColumn): Cell {
  if (value === null || value === undefined) return null;
  if (type !== "STRING") return value as Cell;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function typeOf(value: unknown): ColumnType | null {
  switch (typeof value) {
    case "string":
      return "STRING";
    case "number":
      return Number.isSafeInteger(value) ? "INT64" : "DOUBLE";
    case "boolean":
      return "BOOLEAN";
    case "object":
      if (value === null) return null;
      return Array.isArray(value) && value.every((item) => typeof item === "string")
        ? "STRING_LIST"
        : "STRING";
    default:
      return null;
  }
}

function common(type: ColumnType, other: ColumnType): ColumnType {
  const areNumbers = [type, other].every((each) => each === "INT64" || each === "DOUBLE");
  return areNumbers ? "DOUBLE" : "STRING";
}
