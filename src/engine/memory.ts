/** The buffers of some columns, to be moved with a message instead of copied. Shared ones cannot be. */
export function transferablesOf(...columns: readonly object[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const value of columns.flatMap((object) => Object.values(object))) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return [...buffers];
}

/** Columns in memory that all workers see, where the page is cross-origin isolated; else as they are. */
export function share<Columns extends object>(columns: Columns): Columns {
  if (!globalThis.crossOriginIsolated) return columns;
  const shared = Object.entries(columns).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? sharedCopy(value) : value,
  ]);
  return Object.fromEntries(shared) as Columns;
}

function sharedCopy(view: ArrayBufferView): ArrayBufferView {
  const shared = new SharedArrayBuffer(view.byteLength);
  new Uint8Array(shared).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Columns = view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
  return new Columns(shared);
}
