import type { SliceColumns } from "./slice.ts";

/** The buffers of some columns, to be moved with a message instead of copied. Shared ones cannot be. */
export function transferablesOf(...columns: readonly object[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const value of columns.flatMap((object) => Object.values(object))) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return [...buffers];
}

/** Memory that all workers see, where the page is cross-origin isolated; else this thread's own. */
export function newBuffer(bytes: number): ArrayBufferLike {
  return globalThis.crossOriginIsolated ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** Columns in memory that all workers see, where the page is cross-origin isolated; else as they are. */
export function share<Columns extends object>(columns: Columns): Columns {
  return globalThis.crossOriginIsolated ? inOneBuffer(columns) : columns;
}

/**
 * A slice whose columns lie in one buffer, which all workers see where the page is cross-origin
 * isolated. Its keyless captions stay apart: they are forgotten once the keys are set.
 */
export function sliceInOneBuffer({ keyless, ...columns }: SliceColumns): SliceColumns {
  return { ...inOneBuffer(columns), keyless };
}

/** Copies all columns of an object to one buffer; what is no column stays as it is. */
function inOneBuffer<Columns extends object>(columns: Columns): Columns {
  const views = Object.entries(columns).filter(([, value]) => ArrayBuffer.isView(value));
  const buffer = newBuffer(views.reduce((sum, [, view]) => sum + aligned(view.byteLength), 0));
  let start = 0;
  const copies = views.map(([name, view]) => {
    const Column = view.constructor as ColumnConstructor;
    const copy = new Column(buffer, start, view.length);
    copy.set(view);
    start += aligned(view.byteLength);
    return [name, copy];
  });
  return { ...columns, ...Object.fromEntries(copies) };
}

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type ColumnConstructor = new (buffer: ArrayBufferLike, start: number, length: number) => Column;

/** Every column may start at a multiple of 8 bytes. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
