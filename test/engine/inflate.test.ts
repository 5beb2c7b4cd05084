import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTexts } from "../../src/engine/load/texts.ts";
import { type Inflated, inflate, inflateMembers } from "../../src/engine/workers/inflate.ts";
import { createInflateApi } from "../../src/engine/workers/inflateApi.ts";
import { textParts } from "../../src/engine/workers/textParts.ts";
import { InputError } from "../../src/formats/inputError.ts";
import { workersInNode } from "./support/workersInNode.ts";

const TRUNCATED = "a.gz is cut short: its gzip data has no end. Get the whole file again.";
const DAMAGED = "a.gz is damaged: its gzip data cannot be unpacked. Get the file again.";
const TEXT = Buffer.from("hot dog, red cat; ".repeat(40));

function packed(...parts: readonly Uint8Array[]) {
  return { name: "a.gz", blob: new Blob(parts.map((part) => new Uint8Array(part))) };
}

/** Bytes that do not compress well. */
function noiseOf(length: number): Buffer {
  const noise = Buffer.alloc(length);
  for (let i = 0; i < length; i++) noise[i] = Math.imul(i, i * 7919) >> 9;
  return noise;
}

async function bytesOf(inflated: AsyncIterable<Inflated>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const { bytes } of inflated) chunks.push(bytes);
  return Buffer.concat(chunks);
}

/** The error of unpacking with {@link inflate} and with {@link inflateMembers}, which are the same. */
async function errorOf(...parts: readonly Uint8Array[]): Promise<InputError> {
  const [one, other] = await Promise.all(
    [inflate, inflateMembers].map((unpack) =>
      bytesOf(unpack(packed(...parts))).then(
        () => null,
        (error) => error,
      ),
    ),
  );
  expect(one).toBeInstanceOf(InputError);
  expect(other).toEqual(one);
  return one;
}

/** Texts that compress well, badly and not at all. */
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ minLength: 40_000, maxLength: 70_000 }),
  fc.string({ maxLength: 400 }).map((text) => Buffer.from(text.repeat(300))),
);
const options = fc.record({ level: fc.constantFrom(0, 1, 9) });

describe.each([
  { of: "inflate", unpack: inflate },
  { of: "inflateMembers", unpack: inflateMembers },
])("$of", ({ unpack }) => {
  it("gives the text of one member and of many, empty ones among them, before any padding", async () => {
    const members = fc.array(fc.tuple(texts, options), { minLength: 1, maxLength: 6 });
    const padding = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }), fc.nat(3000));
    await fc.assert(
      fc.asyncProperty(members, padding, async (members, zeros) => {
        const gzip = members.map(([text, options]) => gzipSync(text, options));
        const file = packed(...gzip, Buffer.alloc(zeros));
        const text = Buffer.concat(members.map(([text]) => text));
        expect((await bytesOf(unpack(file))).equals(text)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("reads thousands of small members, as block compressors write them", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i}\n`);
    const gzip = lines.map((line) => gzipSync(line));
    const file = packed(Buffer.concat(gzip));
    expect((await bytesOf(unpack(file))).toString()).toBe(lines.join(""));
  });

  it("reads a member with a name and other fields in its header", async () => {
    const [head, ...rest] = [gzipSync(TEXT).subarray(0, 10), gzipSync(TEXT).subarray(10)];
    const fields = Buffer.from("\x05\0extra" + "pool.jsonl\0" + "a comment\0", "latin1");
    const member = [head.with(3, 4 + 8 + 16), fields, ...rest];
    const file = packed(gzipSync("first, "), ...member, ...member);
    expect((await bytesOf(unpack(file))).toString()).toBe(`first, ${TEXT}${TEXT}`);
  });

  it("reads files of many blocks, and tells how far it is", async () => {
    const noise = noiseOf(1_500_000);
    const file = packed(gzipSync(noise, { level: 0 }), gzipSync(TEXT), gzipSync(noise));
    let bytesRead = 0;
    for await (const inflated of unpack(file)) {
      expect(inflated.bytesRead).toBeGreaterThanOrEqual(bytesRead);
      bytesRead = inflated.bytesRead;
    }
    expect(bytesRead).toBe(file.blob.size);
    const text = Buffer.concat([noise, TEXT, noise]);
    expect((await bytesOf(unpack(file))).equals(text)).toBe(true);
  });
});

describe("a gzip file that is not whole", () => {
  const gzip = gzipSync(TEXT);

  it.each([
    { of: "its only member", before: Buffer.alloc(0) },
    { of: "its second", before: gzipSync("first") },
    { of: "an empty one", before: gzipSync(""), last: gzipSync("") },
  ])("is told of, wherever $of ends too early", async ({ before, last = gzip }) => {
    for (let length = 1; length < last.length; length++) {
      const { message } = await errorOf(before, last.subarray(0, length));
      const isNoGzip = before.length === 0 && length < 3;
      expect(message).toBe(isNoGzip ? DAMAGED : TRUNCATED);
    }
  });

  it("never gives another text when a byte of it is changed", async () => {
    const many = Buffer.concat([gzip, gzipSync("second")]);
    const text = `${TEXT}second`;
    for (let at = 0; at < many.length; at++) {
      const changed = packed(many.with(at, many[at] ^ 0x55));
      const found = await bytesOf(inflateMembers(changed)).then(String, (error) => error);
      // Some bytes of a header tell only of time and system.
      if (found !== text) expect(found).toBeInstanceOf(InputError);
    }
  });

  it("is told of when checksum or length of any member are not those of its text", async () => {
    for (const fromEnd of [1, 4, 5, 8]) {
      const damaged = gzip.with(gzip.length - fromEnd, gzip[gzip.length - fromEnd] ^ 1);
      expect((await errorOf(damaged)).message).toBe(DAMAGED);
      expect((await errorOf(damaged, gzip)).message).toBe(DAMAGED);
      expect((await errorOf(gzip, damaged)).message).toBe(DAMAGED);
      expect((await errorOf(gzip, damaged, Buffer.alloc(100))).message).toBe(DAMAGED);
    }
  });

  it("is told of when something else follows", async () => {
    expect((await errorOf(gzip, Buffer.from("no gzip"))).message).toBe(DAMAGED);
    expect((await errorOf(gzip, Buffer.alloc(20), Buffer.from("no gzip"))).message).toBe(DAMAGED);
  });
});

describe("a browser that refuses what follows the first member", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("gets the text once, with what it had given before it refused", async () => {
    const [first, second] = [TEXT.subarray(0, 200), TEXT.subarray(200)];
    class Refusing extends TransformStream<Uint8Array, Uint8Array> {
      constructor() {
        super({
          start: (controller) => controller.enqueue(new Uint8Array(first)),
          transform() {},
          async flush(controller) {
            await new Promise((resolve) => setTimeout(resolve));
            controller.error(new TypeError("Junk found after end of compressed data."));
          },
        });
      }
    }
    vi.stubGlobal("DecompressionStream", Refusing);
    const given: string[] = [];
    for await (const { bytes } of inflate(packed(gzipSync(first), gzipSync(second)))) {
      given.push(Buffer.from(bytes).toString());
    }
    expect(given).toEqual([first.toString(), second.toString()]);
  });
});

describe("the start of a text", () => {
  it("is read without the rest, be that damaged or of other members", async () => {
    const noise = noiseOf(500_000);
    const damaged = gzipSync(noise).fill(0xff, 300_000);
    for (const file of [packed(damaged), packed(gzipSync(noise.subarray(0, 10)), damaged)]) {
      const start = await createInflateApi().start(file, 1000);
      expect(start.length).toBe(1000);
      expect(start.subarray(0, 10)).toEqual(new Uint8Array(noise.subarray(0, 10)));
    }
  });

  it("is all of a short one", async () => {
    const { start } = createInflateApi();
    expect(Buffer.from(await start(packed(gzipSync("dog")), 1000)).toString()).toBe("dog");
    expect(await start(packed(gzipSync("")), 1000)).toEqual(new Uint8Array(0));
  });
});

describe("an inflate worker", () => {
  it("hands out the text in parts of a few megabytes, each with the bytes read so far", async () => {
    const text = noiseOf(10_000_000);
    const file = packed(gzipSync(text, { level: 1 }));
    const parts: Blob[] = [];
    const told: number[] = [];
    const onPart = (part: Blob, bytesRead: number) => {
      parts.push(part);
      told.push(bytesRead);
    };
    await createInflateApi().inflate(file, onPart, async () => true);
    expect(parts.length).toBe(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(file.blob.size);
    expect(Buffer.from(await new Blob(parts).arrayBuffer()).equals(text)).toBe(true);
  });
});

describe("unpacking", () => {
  it("ends with its worker when no more of a text is needed, and begins anew with another", async () => {
    const workers = workersInNode();
    let stopped = 0;
    const startInflate = () => {
      const worker = workers.startInflate();
      const stop = () => {
        stopped++;
        worker.stop();
      };
      return { ...worker, stop };
    };
    const never = new Promise<never>(() => {});
    const texts = createTexts({ ...workers, startInflate }, never);
    const file = { ...packed(gzipSync(noiseOf(10_000_000), { level: 1 })), plan: null };
    for await (const { whole } of texts.make(file)) {
      expect(whole).toBeNull();
      break;
    }
    expect(stopped).toBe(1);
    const sizes: number[] = [];
    for await (const { blob } of texts.make(file)) sizes.push(blob.size);
    expect(sizes.at(-1)).toBe(10_000_000);
    expect(stopped).toBe(1);
    texts.stop();
    expect(stopped).toBe(2);
  });
});

describe("a file that unpacks to far more than files do", () => {
  const block = new Uint8Array(2 ** 26);

  async function gather(onLarge: (packed: number, unpacked: number) => Promise<boolean>) {
    const parts = textParts("bomb.gz", () => {}, onLarge);
    for (let i = 1; i <= 20; i++) await parts.add(block, i * 1000);
  }

  it("is asked about once, and left out where no more is wanted", async () => {
    const asked: number[] = [];
    await gather(async (_, unpacked) => {
      asked.push(unpacked);
      return true;
    });
    expect(asked).toEqual([17 * 2 ** 26]);
    await expect(gather(async () => false)).rejects.toThrow(
      "bomb.gz was left out: it had been unpacked to 1.1 GB, and no more was wanted.",
    );
  });
});
