import { expose } from "comlink";
import { createSHA256 } from "hash-wasm";
import type { NamedBlob } from "../slice.ts";
import { blocksOf, fileSource } from "./fileSource.ts";

/** What a hash worker does: SHA-256 of bytes that come part by part, in order. */
export function createHashApi() {
  const hash = createSHA256();

  return {
    async add(bytes: Uint8Array): Promise<void> {
      (await hash).update(bytes);
    },

    /**
     * Adds bytes [start, end) of a file. Nothing else is to be added meanwhile.
     *
     * @throws InputError when it cannot be read
     */
    async addFile(file: NamedBlob, start: number, end: number): Promise<void> {
      const { update } = await hash;
      for await (const { block } of blocksOf(fileSource(file), start, end)) update(block);
    },

    /** SHA-256 of all that was added, in hex. What is added next begins another. */
    async digest(): Promise<string> {
      const { digest, init } = await hash;
      const digested = digest();
      init();
      return digested;
    },
  };
}

export type HashApi = ReturnType<typeof createHashApi>;

/** The same, with a port for another worker to speak to it. */
export function createHashWorkerApi(api: HashApi = createHashApi()) {
  return {
    ...api,
    connect(port: MessagePort): void {
      expose(api, port);
    },
  };
}

export type HashWorkerApi = ReturnType<typeof createHashWorkerApi>;
