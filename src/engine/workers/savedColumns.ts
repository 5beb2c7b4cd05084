import { newBuffer } from "../memory.ts";
import type { PoolSlice } from "./matchedPool.ts";
import { type OwnFile, readAll, writeAll } from "./ownStorage.ts";

/**
 * A file that holds the slices of a pool: where its table of contents starts and how long it is, the
 * columns of one slice after the other, and the table as JSON.
 */

const COLUMN_TYPES = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const;
type ColumnType = keyof typeof COLUMN_TYPES;

/** A column that starts so many bytes from the start of its slice. */
interface SavedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly at: number;
  readonly length: number;
}

interface SavedSlice {
  /** Of the file. */
  readonly start: number;
  readonly bytes: number;
  readonly columns: readonly SavedColumn[];
  /** What is no column. */
  readonly rest: Record<string, unknown>;
}

/** Start and length of the table, as two doubles. */
const HEAD_BYTES = 16;
/** Every column may start at a multiple of so many bytes. */
const ALIGNMENT = 8;

export interface SlicesWriter {
  add(slice: PoolSlice): void;
  /** Writes the table, and last where it is: a file without it is not whole. */
  finish(): void;
}

/** Writes slices to an empty file. @throws DOMException when the disk is full */
export function slicesWriter(file: OwnFile): SlicesWriter {
  const slices: SavedSlice[] = [];
  let end = HEAD_BYTES;
  return {
    add(slice) {
      const columns: SavedColumn[] = [];
      const rest: Record<string, unknown> = {};
      let at = 0;
      for (const [name, value] of Object.entries(slice)) {
        if (!ArrayBuffer.isView(value)) {
          rest[name] = value;
          continue;
        }
        const column = value as Uint32Array;
        writeAll(file, bytesOf(column), end + at);
        const type = column.constructor.name as ColumnType;
        columns.push({ name, type, at, length: column.length });
        at += aligned(column.byteLength);
      }
      slices.push({ start: end, bytes: at, columns, rest });
      end += at;
    },

    finish() {
      const table = new TextEncoder().encode(JSON.stringify(slices));
      writeAll(file, table, end);
      file.flush();
      writeAll(file, new Uint8Array(Float64Array.of(end, table.length).buffer), 0);
      file.flush();
    },
  };
}

export interface SlicesReader {
  readonly slices: number;
  /** Its columns lie in one buffer, which all workers see where the page is cross-origin isolated. */
  read(position: number): PoolSlice;
}

/** @throws Error when the file is not whole */
export function slicesReader(file: OwnFile): SlicesReader {
  const head = new Float64Array(HEAD_BYTES / Float64Array.BYTES_PER_ELEMENT);
  readAll(file, new Uint8Array(head.buffer), 0);
  const [start, length] = head;
  if (!(start >= HEAD_BYTES) || start + length !== file.getSize()) {
    throw new RangeError("The file is not whole");
  }
  const table = new Uint8Array(length);
  readAll(file, table, start);
  const saved: SavedSlice[] = JSON.parse(new TextDecoder().decode(table));
  return {
    slices: saved.length,
    read(position) {
      const { start, bytes, columns, rest } = saved[position];
      const buffer = newBuffer(bytes);
      readAll(file, new Uint8Array(buffer), start);
      const read = columns.map(({ name, type, at, length }) => {
        const Column = COLUMN_TYPES[type];
        return [name, new Column(buffer as ArrayBuffer, at, length)];
      });
      return { ...rest, ...Object.fromEntries(read) } as PoolSlice;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
