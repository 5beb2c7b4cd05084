import { encodeWtf8Into } from "./wtf8.ts";

/** Bytes after the last text that may be read, never used. */
export const PADDING = 8;

/**
 * Many texts as one column: text i is `bytes[starts[i]]` to `bytes[starts[i + 1] - 1]`, in UTF-8
 * with lone surrogates as their three-byte form (WTF-8). {@link PADDING} bytes follow the last.
 */
export interface PackedText {
  readonly bytes: Uint8Array;
  /** One more than there are texts. */
  readonly starts: Uint32Array;
}

/** Packs strings into one column. */
export function packText(texts: readonly string[]): PackedText {
  const bytes = new Uint8Array(mostBytes(texts));
  const starts = new Uint32Array(texts.length + 1);
  const end = packTextInto(texts, bytes, starts);
  return { bytes: bytes.slice(0, end + PADDING), starts };
}

/** Bytes that are enough for {@link packTextInto}, and the padding after them. */
export function mostBytes(texts: readonly string[]): number {
  let units = 0;
  for (let i = 0; i < texts.length; i++) units += texts[i].length;
  return units * 3 + PADDING;
}

/**
 * Packs strings into columns that there are.
 *
 * @returns end of the last text
 */
export function packTextInto(
  texts: readonly string[],
  bytes: Uint8Array,
  starts: Uint32Array,
): number {
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    starts[i] = end;
    end += encodeWtf8Into(texts[i], bytes, end);
  }
  starts[texts.length] = end;
  return end;
}

/** Collects texts into a column that grows. */
export class TextPacker {
  #bytes: Uint8Array;
  #starts: Uint32Array;
  #count = 0;
  #end = 0;

  /** @param texts, bytes how many are expected; more may be added */
  constructor(texts = 1024, bytes = 1 << 16) {
    this.#bytes = new Uint8Array(bytes + PADDING);
    this.#starts = new Uint32Array(texts + 1);
  }

  get count(): number {
    return this.#count;
  }

  addString(text: string): void {
    this.#reserve(text.length * 3);
    this.#end += encodeWtf8Into(text, this.#bytes, this.#end);
    this.#close();
  }

  addBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.set(bytes.subarray(start, end), this.#end);
    this.#end += end - start;
    this.#close();
  }

  /** The column so far, exactly as long as it must be; the packer starts again empty. */
  finish(): PackedText {
    const packed = {
      bytes: this.#bytes.slice(0, this.#end + PADDING),
      starts: this.#starts.slice(0, this.#count + 1),
    };
    this.#count = 0;
    this.#end = 0;
    return packed;
  }

  #close(): void {
    this.#count++;
    if (this.#count === this.#starts.length) {
      const starts = new Uint32Array(this.#starts.length * 2);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    this.#starts[this.#count] = this.#end;
  }

  #reserve(length: number): void {
    const needed = this.#end + length + PADDING;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
