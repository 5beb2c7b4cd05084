import { transfer } from "comlink";
import { sha256 } from "hash-wasm";
import { joinBytes } from "../../formats/joinBytes.ts";
import { transferablesOf } from "../memory.ts";
import type { NamedBlob } from "../slice.ts";
import { blocksOf, fileSource } from "./fileSource.ts";
import type { PoolSlice } from "./matchedPool.ts";
import { type OwnFile, type OwnStorage, openOwnFile, writeAll } from "./ownStorage.ts";
import {
  type SlicesReader,
  type SlicesWriter,
  slicesReader,
  slicesWriter,
} from "./savedColumns.ts";

/** Some slices of a pool, and the one to go on from. */
export interface SlicesChunk {
  readonly slices: readonly PoolSlice[];
  readonly next: number;
}

/** In the site's own storage; whatever is in it and no saved pool names is removed. */
const FOLDER = "saved";
const CHUNK_BYTES = 2 ** 24;
/** Parts of a file that its fingerprint is made of, the first and the last among them. */
const SAMPLES = 16;
const SAMPLE_BYTES = 2 ** 16;

/** What a saved worker does: it keeps files of pools in the site's own storage. One file at a time. */
export function createSavedApi({ root, freeBytes }: OwnStorage) {
  let writing: { name: string; file: OwnFile; end: number; slices: SlicesWriter | null } | null =
    null;
  let reading: { file: OwnFile; reader: SlicesReader } | null = null;

  async function folder(): Promise<FileSystemDirectoryHandle> {
    return (await root()).getDirectoryHandle(FOLDER, { create: true });
  }

  function written() {
    if (writing === null) throw new Error("No file is being written");
    return writing;
  }

  function closeReading(): void {
    reading?.file.close();
    reading = null;
  }

  return {
    /** Bytes that may be written, about. Rejects where nothing can be kept. */
    async freeBytes(): Promise<number> {
      await folder();
      return freeBytes();
    },

    async create(name: string): Promise<void> {
      const file = await openOwnFile(await folder(), name, true);
      file.truncate(0);
      writing = { name, file, end: 0, slices: null };
    },

    addSlices(slices: readonly PoolSlice[]): void {
      const open = written();
      open.slices ??= slicesWriter(open.file);
      for (const slice of slices) open.slices.add(slice);
    },

    /**
     * Goes on with bytes [start, end) of a file.
     *
     * @throws InputError when it cannot be read
     */
    async addPart(source: NamedBlob, start: number, end: number): Promise<void> {
      const open = written();
      for await (const { block } of blocksOf(fileSource(source), start, end)) {
        writeAll(open.file, block, open.end);
        open.end += block.length;
      }
    },

    finish(): void {
      const { slices, file } = written();
      slices?.finish();
      file.flush();
      file.close();
      writing = null;
    },

    /** Drops the file that is being written. */
    async drop(): Promise<void> {
      if (writing === null) return;
      const { name, file } = writing;
      writing = null;
      file.close();
      await (await folder()).removeEntry(name);
    },

    /** A file as it was written, or null. */
    async find(name: string): Promise<File | null> {
      try {
        return await (await (await folder()).getFileHandle(name)).getFile();
      } catch {
        return null;
      }
    },

    /** Opens a file of slices; {@link readSlices} reads them. @throws Error when it is not whole */
    async openSlices(name: string): Promise<void> {
      closeReading();
      const file = await openOwnFile(await folder(), name, false);
      try {
        reading = { file, reader: slicesReader(file) };
      } catch (error) {
        file.close();
        throw error;
      }
    },

    /** Slices from one on; null when there are no more, and the file is closed. */
    readSlices(first: number): SlicesChunk | null {
      if (reading === null) throw new Error("No file is being read");
      const { reader } = reading;
      if (first >= reader.slices) {
        closeReading();
        return null;
      }
      const chunk = chunkOf((position) => reader.read(position), first, reader.slices);
      return transfer(chunk, transferablesOf(...chunk.slices));
    },

    /** Tells a file from others of its name and size: SHA-256 of 16 parts of it, in hex. */
    async fingerprint(file: NamedBlob): Promise<string> {
      const source = fileSource(file);
      const step = Math.max(0, source.size - SAMPLE_BYTES) / (SAMPLES - 1);
      const parts: Uint8Array[] = [];
      for (let i = 0; i < SAMPLES; i++) {
        const start = Math.floor(i * step);
        parts.push(await source.read(start, Math.min(start + SAMPLE_BYTES, source.size)));
      }
      return sha256(joinBytes(parts));
    },

    /** Removes every file that is not named. */
    async keepOnly(names: readonly string[]): Promise<void> {
      const saved = await folder();
      const others: string[] = [];
      for await (const { name } of saved.values()) if (!names.includes(name)) others.push(name);
      for (const name of others) await saved.removeEntry(name);
    },
  };
}

/** Slices from one on, of about 16 MB together; at least one. */
export function chunkOf(
  sliceAt: (position: number) => PoolSlice,
  first: number,
  end: number,
): SlicesChunk {
  const slices: PoolSlice[] = [];
  let bytes = 0;
  let next = first;
  while (next < end && bytes < CHUNK_BYTES) {
    const slice = sliceAt(next++);
    slices.push(slice);
    bytes += columnBytesOf(slice);
  }
  return { slices, next };
}

function columnBytesOf(slice: PoolSlice): number {
  return Object.values(slice).reduce(
    (sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0),
    0,
  );
}

export type SavedApi = ReturnType<typeof createSavedApi>;
