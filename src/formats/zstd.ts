import { InputError } from "./inputError.ts";

/** The first bytes of a Zstandard frame. */
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** The first bytes of a frame that is skipped, after one from 0x50 to 0x5f. */
const SKIPPABLE = [0x2a, 0x4d, 0x18];
/** Bytes of a skippable frame besides its content: its mark, and the length of the content. */
const SKIPPABLE_HEADER = 8;
/** Bytes that stand before each block. */
const BLOCK_HEADER = 3;
/** Answers from −1 down to this are the negative of an error code. */
const LAST_ERROR = -119;

/** Codes of zstd_errors.h, which are the same in all its versions. */
const WINDOW_TOO_LARGE = 16;
const DICTIONARY_WRONG = 32;
const NO_MEMORY = 64;

/** The WebAssembly that zstddec brings, of which its own types tell nothing. */
interface ZstdWasm {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** 0 where there is no room. */
  malloc(bytes: number): number;
  free(at: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): void;
  ZSTD_DStreamInSize(): number;
  ZSTD_DStreamOutSize(): number;
  /** Bytes that it would like next, 0 at the end of a frame; or an error. */
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Two structs, each of three words: where a buffer is, its bytes, and how many of them are done. */
const STRUCT_WORDS = 3;
const STRUCT_BYTES = 4 * STRUCT_WORDS;

let loading: Promise<ZstdWasm> | null = null;

/**
 * Whether a file is packed with Zstandard, be it damaged. Skippable frames may stand before the
 * first other frame; where they fill the head, the file is taken for one.
 *
 * @param head its first bytes
 */
export function isZstd(head: Uint8Array): boolean {
  let at = 0;
  while (isSkippable(head, at)) at += SKIPPABLE_HEADER + wordAt(head, at + 4);
  return (at > 0 && at + MAGIC.length > head.length) || holdsAt(head, at, MAGIC);
}

function isSkippable(head: Uint8Array, at: number): boolean {
  return head[at] >> 4 === 5 && holdsAt(head, at + 1, SKIPPABLE);
}

function holdsAt(head: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[at + i] === byte);
}

/** Little-endian; bytes after the end are 0. */
function wordAt(head: Uint8Array, at: number): number {
  return [3, 2, 1, 0].reduce((word, i) => word * 256 + (head[at + i] ?? 0), 0);
}

/**
 * Unpacks a Zstandard file: frames one after the other, whose checksums are verified where they have
 * any. Memory: the window of a frame, at most 128 MB.
 *
 * @param stream the packed bytes
 * @param name of the file, for messages
 * @returns what was packed, in pieces of at most 128 kB
 * @throws InputError when the file is cut short, damaged or packed in a way that cannot be unpacked
 *   here. The blocks before that are given.
 */
export async function* unzstd(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  loading ??= loadZstd();
  const zstd = await loading;
  const inputBytes = zstd.ZSTD_DStreamInSize();
  const outputBytes = zstd.ZSTD_DStreamOutSize();
  const structs = zstd.malloc(2 * STRUCT_BYTES + inputBytes + outputBytes);
  const input = structs + 2 * STRUCT_BYTES;
  const output = input + inputBytes;
  const context = zstd.ZSTD_createDCtx();
  let wanted = 1;
  try {
    if (structs === 0 || context === 0) throw new InputError(failureSentence(name, NO_MEMORY));
    for await (const piece of stream) {
      for (let at = 0; at < piece.length; ) {
        // No more than ends a block: an error takes with it what was unpacked in the same call.
        const block = wanted > BLOCK_HEADER ? wanted - BLOCK_HEADER : Math.max(1, wanted);
        const given = piece.subarray(at, at + Math.min(block, inputBytes));
        new Uint8Array(zstd.memory.buffer).set(given, input);
        at += given.length;
        for (let read = 0; read < given.length; ) {
          const before = new Uint32Array(zstd.memory.buffer, structs, 2 * STRUCT_WORDS);
          before.set([output, outputBytes, 0, input, given.length, read]);
          const answer = zstd.ZSTD_decompressStream(context, structs, structs + STRUCT_BYTES);
          if (answer < 0 && answer >= LAST_ERROR) {
            throw new InputError(failureSentence(name, -answer));
          }
          wanted = answer >>> 0;
          const { buffer } = zstd.memory;
          const [, , written, , , done] = new Uint32Array(buffer, structs, 2 * STRUCT_WORDS);
          read = done;
          if (written > 0) yield new Uint8Array(buffer.slice(output, output + written));
        }
      }
    }
  } finally {
    zstd.ZSTD_freeDCtx(context);
    zstd.free(structs);
  }
  if (wanted !== 0) {
    throw new InputError(
      `${name} is cut short: its Zstandard data has no end. Get the whole file again.`,
    );
  }
}

/** Of zstddec, the WebAssembly is used alone: its own loop never ends when the data is damaged. */
async function loadZstd(): Promise<ZstdWasm> {
  const { ZSTDDecoder } = await import("zstddec/stream");
  const decoder = new ZSTDDecoder();
  const takeOver = decoder._init;
  return new Promise((resolve, reject) => {
    decoder._init = (result: { readonly instance: { readonly exports: unknown } }) => {
      takeOver(result as Parameters<typeof takeOver>[0]);
      resolve(result.instance.exports as ZstdWasm);
    };
    decoder.init().then(() => reject(new Error("zstddec was loaded elsewhere")), reject);
  });
}

function failureSentence(name: string, code: number): string {
  switch (code) {
    case WINDOW_TOO_LARGE:
      return `${name} was packed with a window of more than 128 MB (zstd --long, above 27). Unpack it first (unzstd --long=31 ${name}) and choose the file that gives.`;
    case DICTIONARY_WRONG:
      return `${name} was packed with a dictionary, which it does not hold. Unpack it first (unzstd -D DICTIONARY ${name}) and choose the file that gives.`;
    case NO_MEMORY:
      return `There is not enough memory to unpack ${name}. Unpack it first (unzstd ${name}) and choose the file that gives.`;
    default:
      return `${name} is damaged: its Zstandard data cannot be unpacked. Get the file again.`;
  }
}
