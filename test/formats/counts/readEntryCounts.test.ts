import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEntryCounts } from "../../../src/formats/counts/readEntryCounts.ts";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { entryCountNpy } from "../../../src/formats/npy/entryCountNpy.ts";
import { npyHeader } from "../../../src/formats/npy/npyHeader.ts";
import { hasNumpy, python, saved, sourceOf } from "../npy/support.ts";

const ENTRIES = ["dog", "hot dog", "__proto__"];

function read(content: string | Uint8Array, entries: readonly string[] = ENTRIES) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return readEntryCounts("counts", sourceOf("", bytes), entries);
}

function npyOf(descr: string, values: ArrayBufferView<ArrayBuffer>, shape: number[]): Uint8Array {
  return joinBytes([npyHeader(descr, shape), new Uint8Array(values.buffer)]);
}

describe("entry counts from elsewhere", () => {
  it.each([
    ["a JSON object", '\ufeff {"hot dog": 3, "dog": 4294967295, "cat": 1, "bird": 2}'],
    ["CSV", "\ufeffentry,count\nhot dog,3\ndog,4294967295\r\n\ncat,1\nbird,2"],
    ["CSV of quoted cells", '"Count","Entry"\n3.0,"hot dog"\n4294967295,dog\n 1 ,cat\n2,bird\n'],
    [
      "TSV with another column",
      "rank\tentry\tcount\n1\thot dog\t3\n0\tdog\t4294967295\n,\tcat\t1\n\tbird\t2\n",
    ],
  ])("are read from %s, by entry", async (_, text) => {
    expect(await read(text)).toEqual({
      counts: Uint32Array.of(4294967295, 3, 0),
      unknown: 2,
      firstUnknown: "cat",
    });
  });

  it.each([
    ["a JSON array", "[5, 0, 4294967295]"],
    ["an .npy file of <u8", npyOf("<u8", BigUint64Array.of(5n, 0n, 4294967295n), [3])],
    ["an .npy file of <i8", npyOf("<i8", BigInt64Array.of(5n, 0n, 4294967295n), [3])],
    ["an .npy file of <f8", npyOf("<f8", Float64Array.of(5, -0, 4294967295), [3])],
    [
      "an .npy file of >u4",
      npyOf(">u4", Uint8Array.of(0, 0, 0, 5, 0, 0, 0, 0, 255, 255, 255, 255), [3]),
    ],
  ])("are read from %s, in the order of the metadata", async (_, content) => {
    expect(await read(content)).toEqual({
      counts: Uint32Array.of(5, 0, 4294967295),
      unknown: 0,
      firstUnknown: null,
    });
  });

  it("come back from every format, whatever the entries hold", async () => {
    const anyEntry = fc.oneof(
      fc.string(),
      fc.constantFrom('"', ",", "\t", "\r", "a\nb", '"a",b', " a "),
    );
    const anyCounts = fc.uniqueArray(fc.tuple(anyEntry, fc.nat(2 ** 32 - 1)), {
      selector: ([entry]) => entry,
    });
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(anyCounts, async (pairs) => {
        const entries = pairs.map(([entry]) => entry);
        const counts = Uint32Array.from(pairs, ([, count]) => count);
        const tables = [",", "\t"].map(
          (mark) =>
            `entry${mark}count\n${pairs.map(([entry, count]) => `${cell(entry)}${mark}${count}\n`).join("")}`,
        );
        const rows = pairs.map(([entry, count]) => `${JSON.stringify(entry)}:${count}`);
        const files = [...tables, `{${rows.join()}}`, `[${[...counts].join()}]`];
        for (const file of files) expect((await read(file, entries)).counts).toEqual(counts);
        expect((await read(joinBytes([...entryCountNpy(counts)]), entries)).counts).toEqual(counts);
      }),
    );
  });

  const refused: [string | Uint8Array, RegExp][] = [
    ["", /^counts holds no entry counts\. Give a JSON object, \{"entry": count\}; a JSON array or/],
    ["dog\nhot dog\n", /^counts holds no entry counts/],
    ["entry,number\ndog,3\n", /^counts holds no entry counts/],
    ["[1, 2", /^counts is not valid JSON, perhaps cut short/],
    ["[1, 2]", /^counts has 2 counts, but the metadata has 3 entries\. Give the metadata that/],
    ["[1, 2, -3]", /^In counts, the count of "__proto__" is -3, not a whole number from 0/],
    ["entry,count\ndog,-1\n", /^In counts, the count of "dog" is "-1", not a whole number/],
    ["entry,count\ncat,1.5\n", /the count of "cat" is "1.5", not/],
    ["entry,count\ndog,\n", /the count of "dog" is "", not/],
    ["entry,count\ndog,0x10\n", /the count of "dog" is "0x10", not/],
    ["entry,count\ndog,NaN\n", /the count of "dog" is "NaN", not/],
    ["entry,count\ndog,4294967296\n", /the count of "dog" is "4294967296", not/],
    [
      "entry,count\ndog,1\nhot,dog,2\n",
      /^Line 3 of counts has 3 cells, but its header has 2\. Put an/,
    ],
    ["entry,count\ndog\n", /^Line 2 of counts has 1 cell, but its header has 2/],
    ["entry,count\ndog,1\n,", /the count of "" is "", not/],
    [
      'entry,count\n"a\nb",1\n\ndog,1\ndog,1\n',
      /^Line 6 of counts counts "dog" for the second time/,
    ],
    ['entry,count\n"a\n",1\n"dog,1\n', /^counts ends inside a quoted cell that begins in line 4\./],
    ['entry,count\n"do"g,1\n', /^In line 2 of counts, text follows a closing quote\. Double the/],
    [Uint8Array.of(0x65, 0xff, 0x0a), /^Line 1 of counts is not UTF-8/],
    [Uint8Array.of(0x50, 0x4b, 3, 4), /^counts is a ZIP archive, as numpy.savez writes them/],
    [npyOf("<u4", new Uint32Array(2), [2]), /^counts has 2 counts, but the metadata has 3 entries/],
    [
      npyOf("<u4", new Uint32Array(61_235), [61_235]),
      /^counts has 61,235 counts, but the metadata has 3 entries/,
    ],
    [
      npyOf("<u4", new Uint32Array(6), [3, 2]),
      /^counts has the shape \(3, 2\), and counts have one/,
    ],
    [npyOf("<u4", new Uint32Array(1), []), /^counts has the shape \(\), and counts have one dim/],
    [npyOf("<U1", new Uint32Array(3), [3]), /^counts holds values of type <U1, and counts are int/],
    [npyOf("<f2", new Uint16Array(3), [3]), /^counts holds values of type <f2/],
    [npyOf("|b1", new Uint8Array(3), [3]), /^counts holds values of type \|b1/],
    [npyOf("<i4", Int32Array.of(1, -1, 0), [3]), /the count of "hot dog" is -1, not/],
    [npyOf("<f8", Float64Array.of(1, 2, 0.5), [3]), /the count of "__proto__" is 0.5, not/],
    [npyOf("<f4", Float32Array.of(Number.NaN, 2, 1), [3]), /the count of "dog" is NaN, not/],
    [npyOf("<f4", Float32Array.of(Infinity, 2, 1), [3]), /the count of "dog" is Infinity, not/],
    [npyOf("<u8", BigUint64Array.of(2n ** 32n, 0n, 0n), [3]), /"dog" is 4294967296, not/],
    [npyOf("<u8", BigUint64Array.of(2n ** 64n - 1n, 0n, 0n), [3]), /is 18446744073709551615, not/],
    [npyOf("<u4", new Uint32Array(2), [3]), /^counts is cut short: it holds 2 of the 3 values/],
  ];
  it.each(refused.map(([content, sentence]) => ({ content, sentence })))(
    "are refused: $sentence",
    async ({ content, sentence }) => {
      await expect(read(content)).rejects.toThrow(sentence);
    },
  );

  it("are refused when larger than any list of counts", async () => {
    const source = { size: 2 ** 28 + 1, read: async () => new Uint8Array(8) };
    await expect(readEntryCounts("counts.csv", source, ENTRIES)).rejects.toThrow(
      /^counts.csv holds more than 256 MB, which no entry counts do/,
    );
  });
});

describe.skipIf(!hasNumpy)("entry counts of NumPy and Python", () => {
  it("are read", async () => {
    const counts = Uint32Array.of(5, 0, 4294967295);
    for (const type of ["uint64", "int64", "float64", ">i8"]) {
      const bytes = saved(`np.array([5, 0, 4294967295]).astype("${type}")`);
      expect((await read(bytes)).counts).toEqual(counts);
    }
    const csv = python(`
import csv
text = io.StringIO()
csv.writer(text).writerows([["entry", "count"], ["dog", 5], ["hot dog", 0], ["__proto__", 2**32 - 1], ['a "b", c', 1]])
sys.stdout.write(text.getvalue())`);
    expect(await read(csv)).toEqual({ counts, unknown: 1, firstUnknown: 'a "b", c' });
    await expect(read(saved("np.array(['dog', 'cat', 'x'])"))).rejects.toThrow(/type <U3/);
    const archive = python("np.savez(sys.stdout.buffer, counts=np.zeros(3))");
    await expect(read(archive)).rejects.toThrow(/numpy.savez/);
  });
});
