import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { datacompNpy } from "../../../src/formats/npy/datacompNpy.ts";
import { entryCountNpy } from "../../../src/formats/npy/entryCountNpy.ts";
import { invertedIndexNpy } from "../../../src/formats/npy/invertedIndexNpy.ts";
import { npyHeader } from "../../../src/formats/npy/npyHeader.ts";
import { readNpy } from "../../../src/formats/npy/readNpy.ts";
import { hasNumpy, loaded, sourceOf } from "./support.ts";

async function joined(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return joinBytes(parts);
}

const uidOf = (row: bigint) => row.toString(16).padStart(32, "0");
const anyUid = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.bigInt({ min: 0n, max: 3n }),
  fc.bigInt({ min: 0n, max: 3n }).map((high) => high << 64n),
);

/** The rows of a subset file as numbers of 128 bits. */
function rowsIn(file: Uint8Array): bigint[] {
  const words = new BigUint64Array(file.slice(128).buffer);
  return Array.from(
    { length: words.length / 2 },
    (_, i) => (words[2 * i] << 64n) | words[2 * i + 1],
  );
}

describe("entryCountNpy", () => {
  it("writes counts of 64 bits that readNpy gives back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint32Array({ maxLength: 50 }), async (counts) => {
        const file = await readNpy(sourceOf("a.npy", await joined(entryCountNpy(counts))));
        expect(file).toMatchObject({ descr: "<u8", shape: [counts.length] });
        const values: number[] = [];
        for await (const piece of file.pieces()) values.push(...Array.from(piece, Number));
        expect(values).toEqual([...counts]);
      }),
    );
  });

  it("keeps the order over pieces", async () => {
    const counts = Uint32Array.from({ length: 140_000 }, (_, i) => 2 ** 32 - 1 - i);
    const file = await joined(entryCountNpy(counts));
    const header = npyHeader("<u8", [140_000]).length;
    const values = new BigUint64Array(file.slice(header).buffer);
    expect(Uint32Array.from(values, Number)).toEqual(counts);
  });
});

describe("invertedIndexNpy", () => {
  it("writes rows as they come", async () => {
    const pieces = [Uint32Array.of(9, 9, 0, 1, 0, 2).subarray(2), Uint32Array.of(7, 2 ** 32 - 1)];
    const file = await joined(invertedIndexNpy(3, pieces));
    const header = npyHeader("<u4", [3, 2]).length;
    expect(new Uint32Array(file.slice(header).buffer)).toEqual(
      Uint32Array.of(0, 1, 0, 2, 7, 2 ** 32 - 1),
    );
  });

  it("notices when rows are missing", async () => {
    await expect(joined(invertedIndexNpy(2, [Uint32Array.of(0, 1)]))).rejects.toThrow(
      "1 matches given, 2 told before",
    );
  });
});

describe("datacompNpy", () => {
  it("writes each uid once, sorted, whichever way it is spelled", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(anyUid, fc.boolean()))), (batches) => {
        const uids = datacompNpy();
        for (const batch of batches) {
          uids.add(
            batch.map(([row, isUpper]) => (isUpper ? uidOf(row).toUpperCase() : uidOf(row))),
          );
        }
        const { rows, duplicates, pieces } = uids.end();
        const given = batches.flat().map(([row]) => row);
        const expected = [...new Set(given)].sort((a, b) => (a < b ? -1 : 1));
        expect(rowsIn(joinBytes([...pieces()]))).toEqual(expected);
        expect(rows).toBe(expected.length);
        expect(duplicates).toBe(given.length - expected.length);
      }),
    );
  });

  it("sorts more uids than a chunk holds", () => {
    const uids = datacompNpy();
    const given: bigint[] = [];
    for (let i = 0n; i < 150_000n; i++) {
      const high = (i * 0x9e3779b97f4a7c15n) & (2n ** 64n - 1n);
      given.push((high << 64n) | (i % 100_000n));
    }
    uids.add(given.map(uidOf));
    uids.add(given.slice(70_000, 70_005).map(uidOf));
    const { rows, duplicates, pieces } = uids.end();
    expect([rows, duplicates]).toEqual([150_000, 5]);
    expect(rowsIn(joinBytes([...pieces()]))).toEqual(given.sort((a, b) => (a < b ? -1 : 1)));
  });

  const good = "0123456789abcdef0123456789ABCDEF";
  it.each([
    [null, /^Kept caption 1,203 has no uid\. DataComp knows images by uids of 32 hex digits only/],
    ["", /^The uid of kept caption 1,203, "", has 0 characters\./],
    ["7", /"7", has 1 character\. DataComp .* export a uid list instead\.$/],
    [`${good}0`, /has 33 characters/],
    [`0x${good.slice(2)}`, /has "x" as character 2, which is no hex digit/],
    [`${good.slice(1)}_`, /has "_" as character 32, which is no hex digit/],
    [`${good.slice(1)}\u0130`, /has "İ" as character 32/],
    ["x".repeat(100), /"x{60}…", has 100 characters/],
  ])("refuses %j", (uid, sentence) => {
    const uids = datacompNpy();
    uids.add(Array.from({ length: 1200 }, () => good));
    expect(() => uids.add([good, good, uid, null])).toThrow(sentence);
  });
});

describe.skipIf(!hasNumpy)("NumPy", () => {
  const about = "[array.dtype.descr, list(array.shape), array.tolist()]";

  it("reads entry counts", async () => {
    const file = await joined(entryCountNpy(Uint32Array.of(3, 0, 2 ** 32 - 1)));
    expect(loaded(file, about)).toEqual([[["", "<u8"]], [3], [3, 0, 2 ** 32 - 1]]);
    expect(loaded(await joined(entryCountNpy(new Uint32Array(0))), about)).toEqual([
      [["", "<u8"]],
      [0],
      [],
    ]);
  });

  it("reads an inverted index", async () => {
    const file = await joined(invertedIndexNpy(2, [Uint32Array.of(4, 5), Uint32Array.of(6, 7)]));
    expect(loaded(file, about)).toEqual([
      [["", "<u4"]],
      [2, 2],
      [
        [4, 5],
        [6, 7],
      ],
    ]);
  });

  it("reads, and would have sorted in the same way, a subset of DataComp", () => {
    const given = fc.sample(anyUid, { seed: 5, numRuns: 500 }).map(uidOf);
    const uids = datacompNpy();
    uids.add(given);
    const file = joinBytes([...uids.end().pieces()]);
    const hex = JSON.stringify(JSON.stringify(given));
    const theirs = `np.unique(np.array([(int(u[:16], 16), int(u[16:], 16)) for u in json.loads(${hex})], dtype="u8,u8"))`;
    expect(
      loaded(
        file,
        `[array.dtype.descr, bool(array.dtype == np.dtype("u8,u8")), array.tolist() == ${theirs}.tolist()]`,
      ),
    ).toEqual([
      [
        ["f0", "<u8"],
        ["f1", "<u8"],
      ],
      true,
      true,
    ]);
  });
});
