import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { img2datasetLines } from "../../../src/formats/out/img2dataset.ts";
import { onlineTableLines } from "../../../src/formats/out/onlineTable.ts";
import type { OutputRow, RowWriter } from "../../../src/formats/out/outputRow.ts";
import { uidList } from "../../../src/formats/out/uidList.ts";

const row = (part: Partial<OutputRow>): OutputRow => ({
  uid: "u1",
  url: "https://example.org/1.jpg",
  text: "a dog",
  tau: 0.25,
  chance: 1,
  entries: ["dog"],
  ...part,
});
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const written = (writer: RowWriter, ...batches: OutputRow[][]) =>
  textOf(joinBytes(batches.map((rows) => writer.add(rows))));

const anyString = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", "\u2028"),
);
const anyRow = fc.record({
  uid: fc.option(anyString),
  url: fc.option(anyString),
  text: anyString,
  tau: fc.double({ min: 0, noNaN: true }),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
  entries: fc.constant([]),
});
const jsonLines = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe("uidList", () => {
  it("writes a uid a line", () => {
    const list = uidList();
    expect(written(list, [row({ uid: "7" }), row({ uid: "été, 2" })], [], [row({})])).toBe(
      "7\nété, 2\nu1\n",
    );
    expect(() => list.end()).not.toThrow();
  });

  it("tells how many captions have no uid", () => {
    const list = uidList();
    expect(
      written(list, Array(1200).fill(row({})), [row({ uid: null }), row({ uid: "" })]),
    ).toHaveLength(3600);
    expect(() => list.end()).toThrow(
      /^2 of 1,202 kept captions have no uid, the first of them caption 1,201, and a list of uids cannot name them\. Export/,
    );
    const one = uidList();
    one.add([row({}), row({ uid: null })]);
    expect(() => one.end()).toThrow(
      /^1 of 2 kept captions has no uid, the first of them caption 2,/,
    );
  });

  it.each(["a\nb", "a\r", "\udc00a"])("refuses %j", (uid) => {
    const list = uidList();
    list.add([row({})]);
    expect(() => list.add([row({}), row({ uid })])).toThrow(
      /^The uid of kept caption 3, ".*", holds a line end or half a character, which a list of uids/,
    );
  });
});

describe("onlineTableLines", () => {
  it("writes uid, text, chance and tau, to the last digit", () => {
    expect(textOf(onlineTableLines([row({ tau: 0.1 + 0.2, chance: 1 / 3 })]))).toBe(
      '{"uid":"u1","text":"a dog","chance":0.3333333333333333,"tau":0.30000000000000004}\n',
    );
    expect(onlineTableLines([])).toHaveLength(0);
  });

  it("leaves out captions without matches, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const lines = jsonLines(textOf(onlineTableLines(rows)));
        const matched = rows.filter(({ tau }) => tau < Number.POSITIVE_INFINITY);
        expect(lines).toEqual(
          matched.map(({ uid, text, chance, tau }) => ({ uid, text, chance, tau })),
        );
      }),
    );
  });
});

describe("img2datasetLines", () => {
  it("writes url and caption, and the uid when there is one", () => {
    const writer = img2datasetLines();
    expect(written(writer, [row({})], [row({ uid: null, text: "two\nlines" })])).toBe(
      '{"url":"https://example.org/1.jpg","caption":"a dog","uid":"u1"}\n{"url":"https://example.org/1.jpg","caption":"two\\nlines"}\n',
    );
    expect(() => writer.end()).not.toThrow();
  });

  it("writes every caption with a url, and tells how many have none", () => {
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const writer = img2datasetLines();
        const lines = jsonLines(written(writer, rows));
        expect(lines).toEqual(
          rows
            .filter(({ url }) => url)
            .map(({ uid, url, text }) => ({ url, caption: text, ...(uid ? { uid } : {}) })),
        );
        const lacking = rows.length - lines.length;
        if (lacking === 0) writer.end();
        else {
          expect(() => writer.end()).toThrow(
            `${lacking} of ${rows.length} kept captions ${lacking === 1 ? "has" : "have"} no url, the first of them caption ${rows.findIndex(({ url }) => !url) + 1}, and img2dataset has nothing to fetch`,
          );
        }
      }),
    );
  });
});
