import { type Remote, transfer } from "comlink";
import type { HashApi } from "./hashApi.ts";

/** The SHA-256 of bytes, made by another worker while this one goes on. */
export interface HashBeside {
  /** Gives bytes away to be hashed; waits only while {@link MAX_PARTS} are on their way. */
  add(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** SHA-256 of all bytes given, in hex. */
  digest(): Promise<string>;
}

/** Parts that are not hashed yet, at most: with those of an export, 16 MiB. */
const MAX_PARTS = 8;

export function hashBeside(worker: Remote<HashApi>): HashBeside {
  const onTheirWay: Promise<void>[] = [];
  return {
    async add(bytes) {
      const added = worker.add(transfer(bytes, [bytes.buffer]));
      added.catch(() => {});
      onTheirWay.push(added);
      if (onTheirWay.length > MAX_PARTS) await onTheirWay.shift();
    },
    digest: () => worker.digest(),
  };
}
