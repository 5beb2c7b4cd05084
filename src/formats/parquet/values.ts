import type { DecodedArray, SchemaElement, TimeUnit } from "hyparquet";
import { parseFloat16 } from "hyparquet/src/convert.js";
import { BadRecord } from "../records/record.ts";
import type { Leaf } from "./leaves.ts";

/** Reads the values of a leaf column as JSON has them. */
export interface ValueReader {
  read(stored: DecodedArray): unknown[];
  /** Whether a text was not UTF-8 so far: a bad record is in its place. */
  readonly hasBad: boolean;
}

const LATEST_MILLISECONDS = 8.64e15;
const DAY_MILLISECONDS = 86_400_000;
const DIGITS_OF: Readonly<Record<TimeUnit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };
/** The days of INT96 begin at noon of a day in 4714 BC: this one is 1970-01-01. */
const FIRST_JULIAN_DAY = 2_440_588n;
const DAY_NANOSECONDS = 86_400_000_000_000n;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder("utf-8", { ignoreBOM: true });

export function valueReader(leaf: Leaf): ValueReader {
  let hasBad = false;
  const readText = (bytes: Uint8Array): string | BadRecord => {
    try {
      return utf8.decode(bytes);
    } catch {
      hasBad = true;
      return new BadRecord(
        "not-utf8",
        null,
        lenientUtf8.decode(bytes.subarray(0, 600)).slice(0, 200),
      );
    }
  };
  const readOne = oneReader(leaf, readText);
  return {
    get hasBad() {
      return hasBad;
    },
    read(stored) {
      const values = new Array<unknown>(stored.length);
      for (let i = 0; i < stored.length; i++) values[i] = readOne(stored[i] as never);
      return values;
    },
  };
}

/** A value that was put together of those of leaves, as JSON has it. */
export function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return numberOrDigits(value);
  if (typeof value !== "object") return finiteOrNull(value);
  if (value instanceof Uint8Array) return textOrHex(value);
  if (value instanceof Date) return isoTime(BigInt(value.getTime()), 3, true);
  if (Array.isArray(value)) return value.map(plainValue);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}

function oneReader(
  { element, schemaPath }: Leaf,
  readText: (bytes: Uint8Array) => string | BadRecord,
): (value: never) => unknown {
  const { type } = element;
  switch (meaningOf(element)) {
    case "TEXT":
      return readText;
    case "JSON":
      return (bytes: Uint8Array) => parsedOrText(readText(bytes));
    case "UUID":
      return (bytes: Uint8Array) =>
        hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    case "FLOAT16":
      return (bytes: Uint8Array) => finiteOrNull(parseFloat16(bytes));
    case "DECIMAL":
      return (value: number | bigint | Uint8Array) =>
        Number(`${value instanceof Uint8Array ? signedOf(value) : value}e-${element.scale ?? 0}`);
    case "DATE":
      return (days: number) =>
        isDate(days * DAY_MILLISECONDS)
          ? isoTime(BigInt(days * DAY_MILLISECONDS), 3, true).split("T")[0]
          : String(days);
    case "TIME":
      return (time: number | bigint) =>
        isoTime(BigInt(time), digitsOf(element), false).split("T").at(-1);
    case "TIMESTAMP":
      return (time: bigint) => isoTime(time, digitsOf(element), isUtc(element));
    case "UNSIGNED":
      return (value: number | bigint) =>
        typeof value === "bigint" ? numberOrDigits(BigInt.asUintN(64, value)) : value >>> 0;
  }
  if (type === "INT96") return readInt96;
  if (type === "INT64") return numberOrDigits;
  // The bytes of a variant mean something only together.
  const isInVariant = schemaPath.some(({ element }) => element.logical_type?.type === "VARIANT");
  if (type === "BYTE_ARRAY") return isInVariant ? (bytes: Uint8Array) => bytes : textOrHex;
  if (type === "FIXED_LEN_BYTE_ARRAY") return hex;
  return finiteOrNull;
}

/** What the values of a column mean, where it is not what they are stored as. */
function meaningOf({ converted_type, logical_type }: SchemaElement) {
  const name = logical_type?.type ?? converted_type ?? "";
  if (name === "STRING" || name === "UTF8" || name === "ENUM") return "TEXT";
  if (name.startsWith("TIMESTAMP")) return "TIMESTAMP";
  if (name.startsWith("TIME")) return "TIME";
  if (converted_type?.startsWith("UINT_")) return "UNSIGNED";
  if (name === "JSON" || name === "UUID" || name === "FLOAT16") return name;
  return name === "DECIMAL" || name === "DATE" ? name : null;
}

function digitsOf({ converted_type, logical_type }: SchemaElement): number {
  if (logical_type?.type === "TIMESTAMP" || logical_type?.type === "TIME") {
    return DIGITS_OF[logical_type.unit];
  }
  return converted_type?.endsWith("MICROS") ? DIGITS_OF.MICROS : DIGITS_OF.MILLIS;
}

function isUtc({ logical_type }: SchemaElement): boolean {
  return logical_type?.type !== "TIMESTAMP" || logical_type.isAdjustedToUTC;
}

/** @param digits of a second that `time` counts */
function isoTime(time: bigint, digits: number, isUtc: boolean): string {
  const perMillisecond = 10n ** BigInt(digits - 3);
  const rest = ((time % perMillisecond) + perMillisecond) % perMillisecond;
  const milliseconds = Number((time - rest) / perMillisecond);
  if (!isDate(milliseconds)) return String(time);
  const iso = new Date(milliseconds).toISOString().slice(0, -1);
  const more = rest === 0n ? "" : String(rest).padStart(digits - 3, "0");
  return `${iso}${more}${isUtc ? "Z" : ""}`;
}

function isDate(milliseconds: number): boolean {
  return Math.abs(milliseconds) <= LATEST_MILLISECONDS;
}

function readInt96(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const days = BigInt(view.getUint32(8, true)) - FIRST_JULIAN_DAY;
  return isoTime(days * DAY_NANOSECONDS + view.getBigInt64(0, true), 9, true);
}

function numberOrDigits(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** JSON has neither NaN nor infinities. */
function finiteOrNull(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

function parsedOrText(text: string | BadRecord): unknown {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOrHex(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return hex(bytes);
  }
}

function hex(bytes: Uint8Array): string {
  let digits = "";
  for (const byte of bytes) digits += byte.toString(16).padStart(2, "0");
  return digits;
}

/** The number that bytes hold as two's complement, the highest first. */
function signedOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}
