import type { ByteSource } from "../formats/jsonl/lines.ts";

/** A stream to be read once, front to end. */
export interface StreamSource extends ByteSource {
  /** Stops reading. */
  close(): Promise<void>;
}

/** A stream as bytes by range; no range may start before the one read before it. */
export function streamSource(stream: AsyncIterable<Uint8Array>): StreamSource {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let heldStart = 0;
  let size = Number.POSITIVE_INFINITY;

  async function holdUntil(end: number): Promise<void> {
    const parts = [held];
    let heldEnd = heldStart + held.length;
    while (heldEnd < end && size === Number.POSITIVE_INFINITY) {
      const { done, value } = await chunks.next();
      if (done) size = heldEnd;
      else {
        parts.push(value);
        heldEnd += value.length;
      }
    }
    if (parts.length > 1) held = Buffer.concat(parts);
  }

  return {
    get size() {
      return size;
    },
    async read(start, end) {
      held = held.subarray(start - heldStart);
      heldStart = start;
      await holdUntil(end);
      return held.subarray(0, end - start);
    },
    async close() {
      await chunks.return?.();
    },
  };
}
