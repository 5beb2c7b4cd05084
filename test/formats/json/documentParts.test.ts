import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import {
  type DocumentPart,
  documentParts,
  type ElementPlace,
} from "../../../src/formats/json/documentParts.ts";
import { elementPlace } from "../../../src/formats/json/readJson.ts";
import { anyDocument, encode, sourceOf } from "./documents.ts";

/** Bytes as a text, one character each. */
const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/** What the parts of a document say: how its bytes are parted is left out. */
async function told(bytes: Uint8Array, place: ElementPlace, pieceBytes: number) {
  const all: (string | readonly unknown[])[] = [];
  const add = (part: DocumentPart) => {
    if (part.kind === "around") {
      const text = decode(part.bytes);
      if (typeof all.at(-1) === "string") all.push(all.pop() + text);
      else all.push(text);
    } else if (part.kind === "elements") {
      const { list, bytes, starts, ends, colons } = part;
      for (const [i, start] of starts.entries()) {
        const colon = colons.length > 0 ? colons[i] - start : null;
        all.push([list, decode(bytes.subarray(start, ends[i])), part.lineAt(start), colon]);
      }
    }
  };
  let error: string | null = null;
  try {
    for await (const part of documentParts(sourceOf(bytes), place, pieceBytes)) add(part);
  } catch (caught) {
    if (!(caught instanceof InputError)) throw caught;
    error = caught.message;
  }
  // How much of what is around elements is given before a fault means nothing.
  return { all: error === null ? all : all.filter((part) => typeof part !== "string"), error };
}

const TELLING = [...'{}[]":,\\ \nx1'];

describe("the parts of a document", () => {
  it("are the same whatever is looked through at once, of a broken one too", async () => {
    const change = fc.tuple(
      fc.nat(1_000),
      fc.constantFrom("put", "cut", "drop"),
      fc.constantFrom(...TELLING),
    );
    await fc.assert(
      fc.asyncProperty(
        anyDocument,
        fc.array(change, { maxLength: 2 }),
        async ({ json, shape }, changes) => {
          let text = json;
          for (const [place, kind, mark] of changes) {
            const at = place % (text.length + 1);
            const rest = kind === "cut" ? "" : text.slice(at + (kind === "drop" ? 1 : 0));
            text = text.slice(0, at) + (kind === "put" ? mark : "") + rest;
          }
          const bytes = encode(`\ufeff${text}`);
          const whole = await told(bytes, elementPlace(shape), 2 ** 18);
          if (changes.length === 0) expect(whole.error).toBeNull();
          for (const pieceBytes of [1, 2, 3, 7, 20]) {
            expect(await told(bytes, elementPlace(shape), pieceBytes)).toEqual(whole);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are all bytes but what separates elements", async () => {
    const json = ' {"a":1, "b": [ {} ,\n[1] , 2\t], "c" : [5], "b": []} ';
    const { all } = await told(encode(json), { lists: ["b"] }, 1);
    expect(all).toEqual([
      ' {"a":1, "b": [ ',
      ["b", "{}", 1, null],
      ["b", "[1]", 2, null],
      ["b", "2", 2, null],
      '\t], "c" : [5], "b": []} ',
    ]);
  });

  it("are members with the place of their colon", async () => {
    const { all } = await told(encode('{"a:" : 1,\n"b":[{"c":2}]}'), "object", 2);
    expect(all).toEqual(["{", [null, '"a:" : 1', 1, 5], [null, '"b":[{"c":2}]', 2, 3], "}"]);
  });

  it("do not hold an element that is too long", async () => {
    const source = {
      ...sourceOf(""),
      async *stream() {
        yield encode('[{"a": "');
        for (let i = 0; i < 20; i++) yield encode("x".repeat(2 ** 22));
        yield encode('"}, {}]');
      },
    };
    const kinds: string[] = [];
    for await (const part of documentParts(source, "array")) {
      kinds.push(part.kind);
      if (part.kind === "elements") expect(part.bytes.buffer.byteLength).toBeLessThan(2 ** 26);
    }
    expect(kinds).toEqual(["around", "long", "elements", "around"]);
  });
});
