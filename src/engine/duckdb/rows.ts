import { DataType, type RecordBatch, type Schema } from "apache-arrow";
import type { SqlCell, SqlColumn } from "../types.ts";

/**
 * The columns of an answer.
 *
 * @throws Error in DuckDB's way for an ENUM, whose values are not part of the stream
 */
export function columnsOf({ fields }: Schema): SqlColumn[] {
  const ofEnum = fields.find(({ type }) => DataType.isDictionary(type));
  if (ofEnum !== undefined) {
    throw new Error(
      `Invalid Input Error: The column ${ofEnum.name} is an ENUM, which is not shown. Cast it to VARCHAR.`,
    );
  }
  return fields.map(({ name, type }) => ({
    name,
    isNumber: DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type),
  }));
}

/** The rows of a batch, each value as one that can be shown. */
export function rowsOf(batch: RecordBatch): SqlCell[][] {
  const columns = batch.schema.fields.map(({ type }, i) => {
    const cellOf = cellReader(type);
    const vector = batch.getChildAt(i)!;
    return (row: number) => {
      const value: unknown = vector.get(row);
      return value === null ? null : cellOf(value);
    };
  });
  return Array.from({ length: batch.numRows }, (_, row) => columns.map((cell) => cell(row)));
}

function cellReader(type: DataType): (value: unknown) => SqlCell {
  if (DataType.isDecimal(type)) {
    const { scale } = type;
    return (value) => decimalText(value as Uint32Array, scale);
  }
  if (DataType.isDate(type)) return (value) => isoTime(value).slice(0, 10);
  if (DataType.isTimestamp(type)) return (value) => isoTime(value).slice(0, 23).replace("T", " ");
  return (value) => (typeof value === "object" ? json(value) : (value as SqlCell));
}

function isoTime(milliseconds: unknown): string {
  return new Date(Number(milliseconds)).toISOString();
}

/**
 * Digits of a decimal number.
 *
 * @param words of 32 bits, the least first, in two's complement
 * @param scale digits after the point
 */
function decimalText(words: Uint32Array, scale: number): string {
  const bits = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const value = BigInt.asIntN(words.length * 32, bits);
  const digits = `${value < 0n ? -value : value}`.padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = value < 0n ? "-" : "";
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}

/** Lists, structs and what else has parts. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part));
}
