import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../../src/formats/joinBytes.ts";
import { isZstd, unzstd } from "../../src/formats/zstd.ts";

/** "hello world!\n", with a checksum. */
const HELLO = Uint8Array.of(
  ...[40, 181, 47, 253, 36, 13, 105, 0, 0, 104, 101, 108, 108, 111, 32, 119, 111, 114, 108, 100],
  ...[33, 10, 154, 39, 191, 122],
);
const TEXT = "hello world!\n";
const skippable = (length: number) => Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, length, 0, 0, 0);

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length];
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** What a file gives, and how it ends. */
async function unpack(bytes: Uint8Array, sizes: readonly number[] = [2 ** 16]) {
  const parts: Uint8Array[] = [];
  let message: string | null = null;
  try {
    for await (const part of unzstd(inPieces(bytes, sizes), "pairs.zst")) parts.push(part);
  } catch (error) {
    message = (error as Error).message;
  }
  return { bytes: Buffer.from(joinBytes(parts)), message };
}

const CUT = "pairs.zst is cut short: its Zstandard data has no end. Get the whole file again.";
const DAMAGED = "pairs.zst is damaged: its Zstandard data cannot be unpacked. Get the file again.";

describe("isZstd", () => {
  it("tells frames, after skippable ones too", () => {
    expect(isZstd(HELLO)).toBe(true);
    const skipped = joinBytes([skippable(2), Uint8Array.of(1, 2), skippable(0)]);
    expect(isZstd(joinBytes([skipped, HELLO]))).toBe(true);
    expect(isZstd(skipped)).toBe(true);
    expect(isZstd(skippable(200))).toBe(true);
  });

  it("tells other files", () => {
    expect(isZstd(new Uint8Array())).toBe(false);
    expect(isZstd(HELLO.subarray(0, 3))).toBe(false);
    expect(isZstd(Uint8Array.of(0x1f, 0x8b, 8, 0))).toBe(false);
    expect(isZstd(new TextEncoder().encode('{"text": "P*M"}'))).toBe(false);
    // LZ4 has the same skippable frames.
    expect(isZstd(joinBytes([skippable(0), Uint8Array.of(4, 0x22, 0x4d, 0x18)]))).toBe(false);
  });
});

describe("unzstd", () => {
  it("gives the frames of a file one after the other, however they come", async () => {
    const file = joinBytes([skippable(3), Uint8Array.of(1, 2, 3), HELLO, skippable(0), HELLO]);
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { bytes, message } = await unpack(file, sizes);
        expect(message).toBe(null);
        expect(String(bytes)).toBe(TEXT + TEXT);
      }),
    );
  });

  it("tells that a file is cut, wherever it is, and gives what comes before", async () => {
    for (let end = 0; end < 2 * HELLO.length; end++) {
      if (end === HELLO.length) continue;
      const { bytes, message } = await unpack(joinBytes([HELLO, HELLO]).subarray(0, end), [7]);
      expect(message, `cut at ${end}`).toBe(CUT);
      if (end > HELLO.length) expect(String(bytes).startsWith(TEXT)).toBe(true);
    }
  });

  it("tells that a checksum is wrong", async () => {
    for (const at of [12, HELLO.length - 1]) {
      const broken = HELLO.slice();
      broken[at] ^= 1;
      expect((await unpack(joinBytes([HELLO, broken]))).message).toBe(DAMAGED);
    }
  });

  it("tells of what is no frame after one, and gives the frame", async () => {
    const after = new TextEncoder().encode("\0\0\0\0and more");
    expect(await unpack(joinBytes([HELLO, after]))).toEqual({
      bytes: Buffer.from(TEXT),
      message: DAMAGED,
    });
    expect((await unpack(new TextEncoder().encode("no such file"), [1])).message).toBe(DAMAGED);
  });

  it("tells of a window that is too large", async () => {
    // Windows of 2^27 and 2^28 bytes, then an empty last block.
    const empty = (exponent: number) =>
      Uint8Array.of(40, 181, 47, 253, 0, (exponent - 10) << 3, 1, 0, 0);
    expect((await unpack(empty(27))).message).toBe(null);
    expect((await unpack(empty(28))).message).toBe(
      "pairs.zst was packed with a window of more than 128 MB (zstd --long, above 27). Unpack it first (unzstd --long=31 pairs.zst) and choose the file that gives.",
    );
  });

  it("tells of a dictionary", async () => {
    const needing = Uint8Array.of(40, 181, 47, 253, 0x21, 5, 0, 1, 0, 0);
    expect((await unpack(needing)).message).toBe(
      "pairs.zst was packed with a dictionary, which it does not hold. Unpack it first (unzstd -D DICTIONARY pairs.zst) and choose the file that gives.",
    );
  });

  it("unpacks files side by side, and one after another that was left", async () => {
    for await (const part of unzstd(inPieces(joinBytes([HELLO, HELLO]), [3]), "left.zst")) {
      expect(String(Buffer.from(part))).not.toBe("");
      break;
    }
    const all = await Promise.all([1, 2, 5].map((size) => unpack(HELLO, [size])));
    expect(all.map(({ bytes }) => String(bytes))).toEqual([TEXT, TEXT, TEXT]);
  });
});

const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

function zstd(bytes: Uint8Array, ...options: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync("zstd", ["-c", "-q", ...options], {
    input: bytes,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(String(stderr));
  return stdout;
}

/** Lines that can be packed, but not to nothing. */
function lines(count: number): Buffer {
  const words = ["dog", "a photo of", "hot dog", "museum", "12", "\u00e9t\u00e9"];
  const random = randomBytes(count);
  const text = Array.from({ length: count }, (_, i) => `${i} ${words[random[i] % words.length]}\n`);
  return Buffer.from(text.join(""));
}

describe.skipIf(!hasZstd)("files of zstd", () => {
  it.each([
    ["-1"],
    ["-3", "--no-check"],
    ["-19"],
    ["--ultra", "-22"],
    ["--long=27"],
    ["-T2", "-B1MB"],
    ["--no-content-size"],
    ["--format=zstd", "--fast=5"],
  ])("with %s are unpacked", async (...options) => {
    const text = lines(40_000);
    const unpacked = await unpack(zstd(text, ...options), [2 ** 16, 1, 999]);
    expect(unpacked.message).toBe(null);
    expect(unpacked.bytes.equals(text)).toBe(true);
  });

  it("that hold nothing, or what cannot be packed, are unpacked", async () => {
    expect(await unpack(zstd(Buffer.alloc(0)))).toEqual({ bytes: Buffer.alloc(0), message: null });
    const noise = randomBytes(400_000);
    expect((await unpack(zstd(noise))).bytes.equals(noise)).toBe(true);
  });

  it("that were joined are unpacked", async () => {
    const [some, more] = [lines(20_000), lines(9)];
    const file = joinBytes([zstd(some), zstd(Buffer.alloc(0)), zstd(more, "--no-check")]);
    expect(await unpack(file, [5000])).toEqual({
      bytes: Buffer.concat([some, more]),
      message: null,
    });
  });

  it("that repeat from far back are unpacked", async () => {
    const noise = randomBytes(2 ** 22);
    const text = Buffer.concat([noise, Buffer.alloc(2 ** 25), noise]);
    const packed = zstd(text, "--long=27");
    expect(packed.length).toBeLessThan(1.1 * 2 ** 22);
    expect((await unpack(packed)).bytes.equals(text)).toBe(true);
  });

  it("of any bytes, in pieces of any length, are unpacked", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), sizes, async (bytes, sizes) => {
        expect(await unpack(zstd(bytes, `--stream-size=${bytes.length}`), sizes)).toEqual({
          bytes: Buffer.from(bytes),
          message: null,
        });
      }),
      { numRuns: 40 },
    );
  });

  it("that are damaged give the blocks before, and never anything else", async () => {
    const text = lines(80_000);
    const packed = zstd(text);
    const places = fc.integer({ min: 0, max: packed.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const broken = Buffer.from(packed);
        broken[at] ^= change;
        const { bytes, message } = await unpack(broken);
        if (message === null) expect(bytes.equals(text)).toBe(true);
        // Three blocks may be wrong or missing: how far they are packed differs.
        const before = Math.floor((at / packed.length) * text.length) - 3 * 2 ** 17;
        if (before > 0)
          expect(bytes.subarray(0, before).equals(text.subarray(0, before))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("that are cut give all whole blocks", async () => {
    const text = lines(150_000);
    const { bytes, message } = await unpack(zstd(text).subarray(0, -1));
    expect(message).toBe(CUT);
    expect(bytes.equals(text)).toBe(true);
  });

  it("with a dictionary that has no number are damaged, since nothing tells of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "headtail-"));
    const dictionary = join(folder, "words");
    writeFileSync(dictionary, lines(500));
    try {
      const { bytes, message } = await unpack(zstd(lines(200), "-D", dictionary));
      expect([bytes.length, message]).toEqual([0, DAMAGED]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("with a window that is too large are refused", async () => {
    const { message } = await unpack(zstd(lines(200), "--long=28"));
    expect(message).toMatch(/window of more than 128 MB/);
  });
});
