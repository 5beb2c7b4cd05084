import { joinBytes } from "../joinBytes.ts";

/** Reads a stream of bytes, front to end. */
export interface ByteReader {
  /** Bytes given and passed over so far. */
  readonly offset: number;
  /** The next bytes at hand, at least one and at most `most`; null at the end of the stream. */
  next(most: number): Promise<Uint8Array | null>;
  /** The next `length` bytes; fewer only where the stream ends. */
  read(length: number): Promise<Uint8Array>;
  /**
   * Passes over the next `length` bytes.
   *
   * @returns how many there were: fewer only where the stream ends
   */
  skip(length: number): Promise<number>;
  /**
   * The next line with its "\n", which the last of a stream and one of more than `most` bytes lack;
   * what is left of the latter is the next line. Null at the end of the stream.
   */
  readLine(most: number): Promise<Uint8Array | null>;
  /** Ends the stream early. */
  close(): Promise<void>;
}

const LF = 0x0a;

export function byteReader(stream: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = stream[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array(0);
  let at = 0;
  let pieceOffset = 0;

  /** Whether there is a byte at hand. */
  async function fill(): Promise<boolean> {
    while (at === piece.length) {
      const { done, value } = await pieces.next();
      if (done) return false;
      pieceOffset += piece.length;
      piece = value;
      at = 0;
    }
    return true;
  }

  async function next(most: number): Promise<Uint8Array | null> {
    if (!(await fill())) return null;
    const part = piece.subarray(at, at + most);
    at += part.length;
    return part;
  }

  return {
    get offset() {
      return pieceOffset + at;
    },

    next,

    async read(length) {
      const parts: Uint8Array[] = [];
      for (let left = length; left > 0; ) {
        const part = await next(left);
        if (part === null) break;
        parts.push(part);
        left -= part.length;
      }
      return parts.length === 1 ? parts[0] : joinBytes(parts);
    },

    async skip(length) {
      let left = length;
      while (left > 0) {
        const part = await next(left);
        if (part === null) break;
        left -= part.length;
      }
      return length - left;
    },

    async readLine(most) {
      const parts: Uint8Array[] = [];
      for (let left = most; left > 0 && (await fill()); ) {
        const part = piece.subarray(at, at + left);
        const newline = part.indexOf(LF);
        parts.push(newline === -1 ? part : part.subarray(0, newline + 1));
        at += newline === -1 ? part.length : newline + 1;
        if (newline !== -1) break;
        left -= part.length;
      }
      if (parts.length === 0) return null;
      return parts.length === 1 ? parts[0] : joinBytes(parts);
    },

    async close() {
      await pieces.return?.();
    },
  };
}
