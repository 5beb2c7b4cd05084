import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import type { Metadata } from "../../core/metadata/metadata.ts";
import type { MetadataSummary } from "../types.ts";

/** A metadata list read, and its index built. */
export interface IndexedMetadata {
  readonly summary: Omit<MetadataSummary, "name" | "isDefault" | "sources">;
  readonly metadata: Metadata;
  readonly index: MetadataIndex;
}

/** Keeps indexed metadata between visits. It only saves time: what fails is as if it were not there. */
export interface IndexCache {
  /** @param key hash of the list's file */
  find(key: string): Promise<IndexedMetadata | null>;
  keep(key: string, indexed: IndexedMetadata): Promise<void>;
}

/** Changes when the columns or what they mean do. */
const FORMAT = 1;
const FOLDER = "metadata-index";
/** Lists that are kept; the one used longest ago goes first. */
const MOST_LISTS = 3;
/** Bytes of header, which follow the number of its bytes. */
const HEADER_AT = 8;

/** A file of the tab's own storage, open. */
interface OpenFile {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  close(): void;
}

interface Header {
  readonly summary: IndexedMetadata["summary"];
  readonly entries: number;
  readonly mostTokens: number;
  readonly columns: readonly { readonly name: ColumnName; readonly length: number }[];
}

const COLUMNS = {
  bytes: Uint8Array,
  starts: Uint32Array,
  lanes: Uint32Array,
  unmatchable: Uint8Array,
  tokens: Int32Array,
  longTokens: Uint8Array,
  edges: Int32Array,
} as const;
type ColumnName = keyof Columns;

interface Columns {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly lanes: Uint32Array;
  readonly unmatchable: Uint8Array;
  readonly tokens: Int32Array;
  readonly longTokens: Uint8Array;
  readonly edges: Int32Array;
}

/** @param root the tab's own storage */
export function createIndexCache(root: () => Promise<FileSystemDirectoryHandle>): IndexCache {
  async function open(key: string, create: boolean): Promise<OpenFile> {
    const folder = await (await root()).getDirectoryHandle(FOLDER, { create });
    const handle = await folder.getFileHandle(`${key}-${FORMAT}`, { create });
    return (
      handle as unknown as { createSyncAccessHandle(): Promise<OpenFile> }
    ).createSyncAccessHandle();
  }

  async function dropOthers(): Promise<void> {
    const folder = await (await root()).getDirectoryHandle(FOLDER);
    const files: File[] = [];
    for await (const handle of folder.values()) {
      if (handle.kind === "file") files.push(await handle.getFile());
    }
    files.sort((a, b) => b.lastModified - a.lastModified);
    for (const { name } of files.slice(MOST_LISTS)) await folder.removeEntry(name);
  }

  return {
    async find(key) {
      try {
        const file = await open(key, false);
        try {
          return readFrom(file);
        } finally {
          file.close();
        }
      } catch {
        return null;
      }
    },

    async keep(key, indexed) {
      try {
        const file = await open(key, true);
        try {
          writeTo(file, indexed);
        } finally {
          file.close();
        }
        await dropOthers();
      } catch {
        // The disk may be full, or another tab at it.
      }
    },
  };
}

function columnsOf({ metadata, index }: IndexedMetadata): Columns {
  const { bytes, starts } = metadata.entries;
  const { unmatchable, tokens, longTokens, edges } = index;
  return { bytes, starts, lanes: metadata.lanes, unmatchable, tokens, longTokens, edges };
}

function writeTo(file: OpenFile, indexed: IndexedMetadata): void {
  const { summary, index } = indexed;
  const columns = Object.entries(columnsOf(indexed));
  const header: Header = {
    summary,
    entries: index.entries,
    mostTokens: index.mostTokens,
    columns: columns.map(([name, { length }]) => ({ name: name as ColumnName, length })),
  };
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  file.truncate(0);
  let at = HEADER_AT + headerBytes.length;
  for (const [, column] of columns) {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    at += file.write(bytes, { at });
  }
  file.write(headerBytes, { at: HEADER_AT });
  // Written last: a file without it is not whole.
  file.write(new Uint8Array(Float64Array.of(headerBytes.length).buffer), { at: 0 });
}

function readFrom(file: OpenFile): IndexedMetadata | null {
  const [headerLength] = new Float64Array(readBytes(file, 0, HEADER_AT).buffer);
  if (!(headerLength > 0)) return null;
  const text = new TextDecoder().decode(readBytes(file, HEADER_AT, headerLength));
  const { summary, entries, mostTokens, columns }: Header = JSON.parse(text);
  let at = HEADER_AT + headerLength;
  const read = Object.fromEntries(
    columns.map(({ name, length }) => {
      const Column = COLUMNS[name];
      const bytes = readBytes(file, at, length * Column.BYTES_PER_ELEMENT);
      at += bytes.length;
      return [name, new Column(bytes.buffer)];
    }),
  ) as unknown as Columns;
  if (at !== file.getSize()) return null;
  const { bytes, starts, lanes, unmatchable, tokens, longTokens, edges } = read;
  return {
    summary,
    metadata: { entries: { bytes, starts }, lanes },
    index: { entries, mostTokens, unmatchable, tokens, longTokens, edges },
  };
}

/** @throws RangeError when there are not so many bytes */
function readBytes(file: OpenFile, at: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (file.read(bytes, { at }) !== length) throw new RangeError("The file is cut short");
  return bytes;
}
