import type { ByteSource } from "../../formats/jsonl/lines.ts";
import type { ByteRange } from "../../formats/parquet/rangePlan.ts";

/** Bytes [start, end) of a file that is elsewhere. */
export type ReadRange = (start: number, end: number) => Promise<ArrayBuffer>;

/** Requests at a time. */
const AT_ONCE = 2;

/**
 * A file that is elsewhere, whose bytes are fetched in planned ranges: each when something of it is
 * read, and the next one ahead. What is not planned is fetched as it is read.
 *
 * @param planned none overlaps another
 * @param readers how many read from front to end, each in a place of its own
 */
export function plannedSource(
  size: number,
  read: ReadRange,
  planned: readonly ByteRange[],
  readers: number,
): ByteSource {
  const fetchRange = atOnce(AT_ONCE, async ({ start, end }: ByteRange) => {
    return new Uint8Array(await read(start, end));
  });
  const held = new Map<number, Promise<Uint8Array>>();
  const begun = new Set<number>();
  /** What each reader is at, and what is ahead of it. */
  const most = 2 * readers + 2;

  function bytesOfRange(position: number): Promise<Uint8Array> {
    const bytes = held.get(position) ?? fetchRange(planned[position]);
    bytes.catch(() => {});
    begun.add(position);
    held.delete(position);
    held.set(position, bytes);
    for (const oldest of held.keys()) {
      if (held.size <= most) break;
      held.delete(oldest);
    }
    return bytes;
  }

  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const position = planned.findIndex((range) => range.start <= at && at < range.end);
        if (position === -1) {
          const next = planned.find((range) => range.start > at)?.start ?? end;
          const to = Math.min(end, next);
          bytes.set(await fetchRange({ start: at, end: to }), at - start);
          at = to;
          continue;
        }
        const range = planned[position];
        const to = Math.min(end, range.end);
        const whole = bytesOfRange(position);
        const ahead = position + 1;
        if (ahead < planned.length && !begun.has(ahead)) bytesOfRange(ahead);
        bytes.set((await whole).subarray(at - range.start, to - range.start), at - start);
        at = to;
      }
      return bytes;
    },
  };
}

/** Does a job for so many at the same time at most; the others wait their turn. */
function atOnce<In, Out>(most: number, job: (input: In) => Promise<Out>) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (input: In): Promise<Out> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await job(input);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
