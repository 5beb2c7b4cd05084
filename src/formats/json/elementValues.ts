import { BadRecord } from "../records/record.ts";
import { BEGINNING_BYTES, type Elements, type LongElement } from "./documentParts.ts";
import { COMMA } from "./jsonBytes.ts";

const MAX_BEGINNING = 200;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A member of an object. */
export type Member = readonly [key: string, value: unknown];

/**
 * The elements' values as JSON.parse gives them, a {@link BadRecord} where there is none; of members,
 * {@link Member}s.
 */
export function elementValues(elements: Elements): unknown[] {
  const values = arrayIn(elements, 0, elements.starts.length - 1);
  return typeof values === "string"
    ? elements.starts.map((_, i) => elementValue(elements, i))
    : values;
}

/** The value of one of the elements, as {@link elementValues} gives it. */
export function elementValue(elements: Elements, i: number): unknown {
  const values = arrayIn(elements, i, i);
  return typeof values === "string" ? badElement(values, elements, i) : values[0];
}

export function badElement(
  reason: "not-utf8" | "not-json" | "not-object" | "no-text",
  { bytes, starts, ends, lineAt }: Elements,
  i: number,
): BadRecord {
  return new BadRecord(reason, lineAt(starts[i]), beginningOf(bytes.subarray(starts[i], ends[i])));
}

export function badLongElement({ line, beginning }: LongElement): BadRecord {
  return new BadRecord("too-long", line, beginningOf(beginning));
}

function beginningOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, BEGINNING_BYTES));
  return text.slice(0, MAX_BEGINNING);
}

/**
 * The values of elements `first`…`last`, which are parsed as one array: a member is two values of it,
 * since an object would not keep all its keys, nor their order.
 */
function arrayIn(
  { bytes, starts, ends, colons }: Elements,
  first: number,
  last: number,
): unknown[] | "not-utf8" | "not-json" {
  const start = starts[first];
  let range = bytes.subarray(start, ends[last]);
  const isOfMembers = colons.length > 0;
  if (isOfMembers) {
    range = range.slice();
    for (let i = first; i <= last; i++) range[colons[i] - start] = COMMA;
  }
  let json: string;
  try {
    json = decoder.decode(range);
  } catch {
    return "not-utf8";
  }
  let values: unknown[];
  try {
    values = JSON.parse(`[${json}]`);
  } catch {
    return "not-json";
  }
  const count = last - first + 1;
  if (values.length !== (isOfMembers ? 2 : 1) * count) return "not-json";
  return isOfMembers ? membersOf(values) : values;
}

function membersOf(values: readonly unknown[]): Member[] {
  const members: Member[] = [];
  for (let i = 0; i < values.length; i += 2) members.push([values[i] as string, values[i + 1]]);
  return members;
}
