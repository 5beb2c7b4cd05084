import { InputError } from "../inputError.ts";
import { MAX_LINE_BYTES } from "../jsonl/lines.ts";
import type { RecordSource } from "../records/record.ts";
import { byteReader } from "./byteReader.ts";
import { BLOCK, type PaxFields, paddedLength, readHeader, readName, readPax } from "./header.ts";

/** What a tar archive holds, one after the other. */
export interface TarMember {
  /** With the folders before it. */
  readonly name: string;
  /** A file; a header that holds for all members after it; or a folder, a link, a device. */
  readonly kind: "file" | "global" | "other";
  /** Bytes of its content. */
  readonly size: number;
  /** Its header block, after those of its long name and its pax fields: as they stand. */
  readonly headers: readonly Uint8Array[];
}

/** Reads a tar archive, front to end: ustar, pax, GNU and what was before them. */
export interface TarReader {
  /**
   * The next member, whatever is left of the one before; null at the end of the archive.
   *
   * @throws InputError where a header is damaged or the file is cut short
   */
  next(): Promise<TarMember | null>;
  /** The content of the member given last, whole. @throws InputError where the file is cut short */
  content(): Promise<Uint8Array>;
  /** Passes over the content of the member given last. @throws InputError as {@link content} does */
  pass(): Promise<void>;
  /**
   * The content of the member given last with what fills its last block, in pieces.
   *
   * @throws InputError as {@link content} does
   */
  pieces(): AsyncGenerator<Uint8Array, void, void>;
  close(): Promise<void>;
}

const FILES = ["0", "\0", "7"];
/** Links, devices, folders and pipes: whatever size their headers tell, nothing follows them. */
const WITHOUT_CONTENT = ["1", "2", "3", "4", "5", "6"];

export function tarReader(source: RecordSource): TarReader {
  const bytes = byteReader(source.stream());
  const globals: PaxFields = {};
  let name = "";
  let start = 0;
  let size = 0;
  /** Bytes that follow of the member given last. */
  let left = 0;

  const cutShort = () =>
    new InputError(
      `${source.name} is cut short: ${name === "" ? "the header" : `its member ${name}`} that begins at byte ${start.toLocaleString("en")} has no end. Get the whole file again.`,
    );
  const damaged = (what: string) =>
    new InputError(
      `${source.name} is damaged: at byte ${start.toLocaleString("en")} ${what}. Get the file again.`,
    );

  async function readBlocks(length: number): Promise<Uint8Array> {
    const blocks = await bytes.read(length);
    if (blocks.length < length) throw cutShort();
    return blocks;
  }

  async function readExtension(length: number): Promise<Uint8Array> {
    if (length > MAX_LINE_BYTES) throw damaged("a name of more than 16 MiB begins");
    return readBlocks(paddedLength(length));
  }

  async function pass(): Promise<void> {
    const passed = await bytes.skip(left);
    if (passed < left) throw cutShort();
    left = 0;
  }

  return {
    async next() {
      await pass();
      name = "";
      const headers: Uint8Array[] = [];
      const fields: PaxFields = {};
      for (;;) {
        start = bytes.offset;
        const block = await bytes.read(BLOCK);
        if (block.length === 0 && headers.length === 0) return null;
        if (block.length < BLOCK) throw cutShort();
        if (block.every((byte) => byte === 0)) return null;
        const header = readHeader(block);
        if (header === null) {
          throw damaged("a member should begin, but the checksum of its header is wrong");
        }
        headers.push(block);
        if ("LKxg".includes(header.type)) {
          const blocks = await readExtension(header.size);
          headers.push(blocks);
          const content = blocks.subarray(0, header.size);
          if (header.type === "L") fields.path = readName(content);
          if (header.type !== "x" && header.type !== "g") continue;
          const pax = readPax(content);
          if (pax === null) throw damaged("a pax header begins that cannot be read");
          if (header.type === "x") Object.assign(fields, pax);
          else {
            Object.assign(globals, pax);
            return { name: header.name, kind: "global", size: 0, headers };
          }
          continue;
        }
        name = fields.path ?? globals.path ?? header.name;
        size = fields.size ?? globals.size ?? header.size;
        if (WITHOUT_CONTENT.includes(header.type)) size = 0;
        left = paddedLength(size);
        // Before ustar, folders were files whose names end in a slash.
        const isFile = FILES.includes(header.type) && !name.endsWith("/");
        return { name, kind: isFile ? "file" : "other", size, headers };
      }
    },

    async content() {
      const blocks = await readBlocks(left);
      left = 0;
      return blocks.subarray(0, size);
    },

    pass,

    async *pieces() {
      while (left > 0) {
        const piece = await bytes.next(left);
        if (piece === null) throw cutShort();
        left -= piece.length;
        yield piece;
      }
    },

    close: () => bytes.close(),
  };
}
