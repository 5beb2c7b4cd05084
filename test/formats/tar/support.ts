import type {
  BadRecord,
  RecordSource,
  RecordStream,
  SourceRecord,
} from "../../../src/formats/records/record.ts";

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts));

/** A file whose bytes come in pieces of the lengths given, over and over. */
export function sourceOf(
  name: string,
  bytes: Uint8Array,
  lengths: readonly number[] = [65_536],
): RecordSource {
  return {
    name,
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream() {
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const end = at + lengths[i % lengths.length];
        yield bytes.slice(at, end);
        at = end;
      }
    },
  };
}

/** What a reader gave, and the error it ended in. */
export interface Read {
  readonly records: (SourceRecord | BadRecord)[];
  readonly error: unknown;
}

export async function readAll(stream: RecordStream): Promise<Read> {
  const records: (SourceRecord | BadRecord)[] = [];
  try {
    for await (const batch of stream) {
      if (batch.length === 0 || batch.length > 4096)
        throw new RangeError(`${batch.length} records`);
      records.push(...batch.filter((record) => record !== null));
    }
  } catch (error) {
    return { records, error };
  }
  return { records, error: null };
}

export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return joined(...pieces);
}

const BLOCK = 512;
export const endOfArchive = new Uint8Array(2 * BLOCK);

export interface MadeMember {
  readonly name: string;
  readonly content?: Uint8Array | string;
  readonly type?: string;
  /** What the header says, whatever the content. */
  readonly size?: string;
}

/** A member of an archive: its header, as POSIX has it, and its content. */
export function member({ name, content = "", type = "0", size }: MadeMember): Uint8Array {
  const bytes = typeof content === "string" ? encode(content) : content;
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => header.set(latin1(text), at);
  header.set(encode(name).subarray(0, 100));
  put(100, "0000644\0");
  put(108, "0001750\0");
  put(116, "0001750\0");
  put(124, size ?? `${bytes.length.toString(8).padStart(11, "0")}\0`);
  put(136, "00000000000\0");
  put(156, type);
  put(257, "ustar\x0000");
  setChecksum(header);
  return joined(header, bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK));
}

export function setChecksum(header: Uint8Array, isSigned = false): void {
  header.fill(0x20, 148, 156);
  const bytes = isSigned ? new Int8Array(header.buffer, header.byteOffset, BLOCK) : header;
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += bytes[i];
  header.set(latin1(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
}

export const archive = (...members: readonly MadeMember[]): Uint8Array =>
  joined(...members.map(member), endOfArchive);

/** The content of a pax header. */
export function pax(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([key, value]) => {
      const rest = encode(` ${key}=${value}\n`).length;
      let length = rest + 1;
      while (`${length}`.length + rest !== length) length++;
      return `${length} ${key}=${value}\n`;
    })
    .join("");
}
