import { InputError } from "../../formats/inputError.ts";
import type { ByteSource } from "../../formats/jsonl/lines.ts";
import type { NamedBlob } from "../slice.ts";

/** A file whose bytes are read into memory of the reader's own. */
export interface FileSource extends ByteSource {
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes of a file, and where they stand in it. */
export interface Block {
  readonly block: Uint8Array<ArrayBuffer>;
  readonly start: number;
}

const BLOCK_BYTES = 2 ** 21;
const BLOCKS_AHEAD = 3;

/**
 * A file as bytes to be read by range, never as a whole. A failing read is an InputError: the
 * browser refuses to read a file that was changed since it was chosen.
 */
export function fileSource({ name, blob, lackingBytes }: NamedBlob): FileSource {
  return {
    size: lackingBytes ?? blob.size,
    async read(start, end) {
      if (lackingBytes !== undefined) throw new InputError(lackingSentence(name));
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch {
        throw new InputError(unreadableSentence(name));
      }
    },
  };
}

/**
 * Bytes [start, end) of a file in blocks of up to 2 MiB; while one is used, the next are read. The
 * reader may change them.
 */
export async function* blocksOf(
  source: FileSource,
  start = 0,
  end = source.size,
): AsyncGenerator<Block> {
  const reads: Promise<Uint8Array<ArrayBuffer>>[] = [];
  let readEnd = start;
  for (let from = start; from < end; from += BLOCK_BYTES) {
    while (readEnd < end && reads.length <= BLOCKS_AHEAD) {
      const read = source.read(readEnd, Math.min(readEnd + BLOCK_BYTES, end));
      read.catch(() => {});
      reads.push(read);
      readEnd += BLOCK_BYTES;
    }
    const block = await (reads.shift() as Promise<Uint8Array<ArrayBuffer>>);
    yield { block, start: from };
  }
}

/** What to say of a file that can no longer be read. */
export function unreadableSentence(name: string): string {
  return `${name} cannot be read: it was changed, moved or deleted since it was chosen. Choose it again.`;
}

/** What to say of a file that the browser has not given again. */
export function lackingSentence(name: string): string {
  return `${name} has not been read again since the page was loaded anew: only its columns were kept. Allow it to be read, or choose the file again.`;
}
