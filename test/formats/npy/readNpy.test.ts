import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { npyHeader } from "../../../src/formats/npy/npyHeader.ts";
import { isNpy, readNpy } from "../../../src/formats/npy/readNpy.ts";
import { hasNumpy, python, saved, sourceOf } from "./support.ts";

const encode = (text: string) => new TextEncoder().encode(text);

async function valuesOf(bytes: Uint8Array): Promise<(number | bigint)[]> {
  const values: (number | bigint)[] = [];
  for await (const piece of (await readNpy(sourceOf("a.npy", bytes))).pieces()) {
    for (const value of piece) values.push(value);
  }
  return values;
}

/** An .npy file of version 1.0 with a header of its own. */
function npyOf(header: string, data = new Uint8Array(), version = 1): Uint8Array {
  const text = encode(header);
  const length = version === 1 ? 2 : 4;
  const prefix = new DataView(new ArrayBuffer(8 + length));
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0].forEach((byte, i) => {
    prefix.setUint8(i, byte);
  });
  if (version === 1) prefix.setUint16(8, text.length, true);
  else prefix.setUint32(8, text.length, true);
  return joinBytes([new Uint8Array(prefix.buffer), text, data]);
}

describe("readNpy", () => {
  it("reads what npyHeader writes, of any type and shape", async () => {
    const types = fc.constantFrom("<u4", "<u8", "<f8");
    const shapes = fc.array(fc.nat(2 ** 40), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(types, shapes, async (descr, shape) => {
        const header = npyHeader(descr, shape);
        expect(header.length % 64).toBe(0);
        const { pieces: _, length: __, ...read } = await readNpy(sourceOf("a.npy", header));
        expect(read).toEqual({ descr, shape, fortranOrder: false });
      }),
    );
  });

  it("reads little-endian and big-endian values alike", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double()), async (values) => {
        const view = new DataView(new ArrayBuffer(8 * values.length));
        for (const isLittle of [true, false]) {
          values.forEach((value, i) => {
            view.setFloat64(8 * i, value, isLittle);
          });
          const header = npyHeader(isLittle ? "<f8" : ">f8", [values.length]);
          const file = joinBytes([header, new Uint8Array(view.buffer)]);
          expect(await valuesOf(file)).toEqual(values);
        }
      }),
    );
  });

  it("gives many values in pieces", async () => {
    const values = Uint32Array.from({ length: 300_001 }, (_, i) => i * 14_000);
    const file = joinBytes([npyHeader("<u4", [300_001]), new Uint8Array(values.buffer)]);
    const pieces = [];
    for await (const piece of (await readNpy(sourceOf("a.npy", file))).pieces()) pieces.push(piece);
    expect(pieces.map(({ length }) => length)).toEqual([262_144, 37_857]);
    expect(pieces.flatMap((piece) => [...piece])).toEqual([...values]);
  });

  it("reads headers as other programs spell them", async () => {
    const header = `{"shape":(2,3),"fortran_order":True,"descr":"<i2"}`;
    const file = npyOf(header, Uint8Array.of(1, 0, 255, 255, 3, 0, 4, 0, 5, 0, 6, 0), 2);
    expect(await readNpy(sourceOf("a.npy", file))).toMatchObject({
      descr: "<i2",
      shape: [2, 3],
      fortranOrder: true,
      length: 6,
    });
    expect(await valuesOf(file)).toEqual([1, -1, 3, 4, 5, 6]);
    const old = npyOf(
      `{'descr': '|u1', 'fortran_order': False, 'shape': (2L,)}\n`,
      Uint8Array.of(7, 8),
    );
    expect(await valuesOf(old)).toEqual([7, 8]);
  });

  it.each([
    ["a text", encode("entry,count\n"), /^a.npy is no NumPy file: it does not begin as/],
    ["another version", npyOf("{}", undefined, 4), /NumPy file of version 4, and Headtail reads/],
    [
      "half a prefix",
      npyOf("{}").slice(0, 9),
      /^a.npy is cut short: it ends within its NumPy header/,
    ],
    ["half a header", npyHeader("<u4", [3]).slice(0, 100), /it ends within its NumPy header/],
    ["a header that is no dict", npyOf("import os"), /damaged: its NumPy header cannot be read/],
    ["a header with code", npyOf("{'descr': f()}"), /damaged: its NumPy header/],
    ["a header with more after it", npyOf("{} {}"), /damaged: its NumPy header/],
    ["a header without a shape", npyOf("{'descr': '<u4', 'fortran_order': False}"), /damaged/],
    [
      "a negative side",
      npyOf("{'descr': '<u4', 'fortran_order': False, 'shape': (-1,)}"),
      /damaged/,
    ],
    ["too deep a header", npyOf("(".repeat(60_000)), /damaged: its NumPy header/],
    ["too long a header", npyOf(" ".repeat(2 ** 20 + 1), undefined, 2), /damaged/],
  ])("refuses %s", async (_, bytes, sentence) => {
    await expect(readNpy(sourceOf("a.npy", bytes))).rejects.toThrow(sentence);
  });

  it("gives the values before the end of a file that is cut short", async () => {
    const values = new Uint8Array(Uint32Array.of(5, 6, 7).buffer).slice(0, 11);
    const file = await readNpy(sourceOf("a.npy", joinBytes([npyHeader("<u4", [1200]), values])));
    const pieces = file.pieces();
    expect((await pieces.next()).value).toEqual(Uint32Array.of(5, 6));
    await expect(pieces.next()).rejects.toThrow(
      /^a.npy is cut short: it holds 2 of the 1,200 values of its header\. Get the whole file again/,
    );
  });

  it("gives no values that are no numbers", async () => {
    const header =
      "{'descr': [('a', '<u8'), (('A title', 'b'), '<f4', (2,))], 'fortran_order': False, 'shape': ()}";
    const file = await readNpy(sourceOf("a.npy", npyOf(header)));
    expect(file.descr).toEqual([
      { name: "a", descr: "<u8", shape: [] },
      { name: "b", descr: "<f4", shape: [2] },
    ]);
    expect(file.length).toBe(1);
    await expect(file.pieces().next()).rejects.toThrow(
      /^a.npy holds values of type \[a: <u8, b: <f4\], not integers or floats of 4 or 8 bytes/,
    );
  });
});

describe.skipIf(!hasNumpy)("files of NumPy", () => {
  it.each([
    "<u4",
    "<u8",
    "<i4",
    "<i8",
    "<f4",
    "<f8",
    ">u4",
    ">i8",
    ">f4",
    "|u1",
    "|i1",
    "<u2",
    ">i2",
  ])("of type %s are read", async (type) => {
    const bytes = saved(`np.array([0, 1, 2, 100, 127], dtype="${type}")`);
    expect(isNpy(bytes)).toBe(true);
    expect((await valuesOf(bytes)).map(Number)).toEqual([0, 1, 2, 100, 127]);
  });

  it("of largest and least values are read", async () => {
    expect(await valuesOf(saved("np.array([2**64 - 1, 2**53 + 1], dtype='>u8')"))).toEqual([
      2n ** 64n - 1n,
      2n ** 53n + 1n,
    ]);
    expect(await valuesOf(saved("np.array([-2**63, -1])"))).toEqual([-(2n ** 63n), -1n]);
    expect(await valuesOf(saved("np.array([np.nan, np.inf, 0.1])"))).toEqual([
      Number.NaN,
      Infinity,
      0.1,
    ]);
  });

  it.each([
    ["np.array(7)", []],
    ["np.zeros(0)", [0]],
    ["np.zeros((2, 3, 4))", [2, 3, 4]],
  ])("keep the shape of %s", async (expression, shape) => {
    const { fortranOrder, ...file } = await readNpy(sourceOf("a.npy", saved(expression)));
    expect(file.shape).toEqual(shape);
    expect(fortranOrder).toBe(false);
  });

  it("in Fortran order are told as such", async () => {
    const bytes = saved("np.asfortranarray(np.arange(6).reshape(2, 3))");
    expect((await readNpy(sourceOf("a.npy", bytes))).fortranOrder).toBe(true);
    expect(await valuesOf(bytes)).toEqual([0n, 3n, 1n, 4n, 2n, 5n]);
  });

  it.each([1, 2, 3])("of version %i are read", async (version) => {
    const bytes = python(
      `np.lib.format.write_array(sys.stdout.buffer, np.zeros(2, dtype=[("a'b", "<u8"), ("c", "<f4", (2,))]), (${version}, 0))`,
    );
    expect(bytes[6]).toBe(version);
    const { descr } = await readNpy(sourceOf("a.npy", bytes));
    expect(descr).toEqual([
      { name: "a'b", descr: "<u8", shape: [] },
      { name: "c", descr: "<f4", shape: [2] },
    ]);
  });

  it("have the very headers that we write", () => {
    const cases: [string, string, number[]][] = [
      ["np.zeros((), dtype='<u8')", "<u8", []],
      ["np.zeros((0, 2), dtype='<u4')", "<u4", [0, 2]],
      ["np.zeros((12, 1, 3), dtype='<f4')", "<f4", [12, 1, 3]],
      ["np.zeros(1234567, dtype='|u1')", "|u1", [1234567]],
    ];
    for (const [expression, descr, shape] of cases) {
      const ours = npyHeader(descr, shape);
      expect(Buffer.from(ours)).toEqual(saved(expression).subarray(0, ours.length));
    }
    // Around whole multiples of 64 bytes.
    const names = Array.from({ length: 70 }, (_, i) => "f".repeat(i + 1));
    const theirs = python(
      `for n in range(1, 71): np.lib.format.write_array_header_1_0(sys.stdout.buffer, {"descr": [("f" * n, "<u8")], "fortran_order": False, "shape": (5,)})`,
    );
    const ours = names.map((name) => npyHeader([{ name, descr: "<u8", shape: [] }], [5]));
    expect(Buffer.from(joinBytes(ours))).toEqual(theirs);
  });
});
