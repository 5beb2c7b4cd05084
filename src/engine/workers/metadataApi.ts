import { transfer } from "comlink";
import { sha256 } from "hash-wasm";
import { buildIndex, type MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { createMetadata } from "../../core/metadata/metadata.ts";
import { decodeText, parseMetadata } from "../../formats/metadata.ts";
import { type PlacedIndex, placeIndex } from "../../kernel/placedIndex.ts";
import { canRunWasm } from "../../kernel/wasmKernel.ts";
import { share, transferablesOf } from "../memory.ts";
import type { NamedBlob } from "../slice.ts";
import type { MetadataSummary } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import type { PoolMetadata } from "./matchedPool.ts";

/** A metadata list, ready to match with. */
export interface LoadedMetadata {
  readonly summary: MetadataSummary;
  readonly metadata: PoolMetadata;
  /** In memory that match workers share, where they can. */
  readonly index: MetadataIndex | PlacedIndex;
}

/** What a metadata worker does; it is stopped after one list. */
export function createMetadataApi() {
  return {
    /**
     * Reads a metadata list and builds its index.
     *
     * @param matchWorkers how many will use the index
     * @param onProgress gets the share done, 0 to 1
     * @throws InputError when the list cannot be used
     */
    async load(
      list: NamedBlob,
      isDefault: boolean,
      matchWorkers: number,
      onProgress: (share: number) => void,
    ): Promise<LoadedMetadata> {
      const bytes = await fileSource(list).read(0, list.blob.size);
      const parsed = parseMetadata(list.name, decodeText(list.name, bytes));
      const { entries } = parsed;
      const metadata = createMetadata(entries);
      const index = buildIndex(metadata.entries, (done) => onProgress(done / entries.length));
      const loaded = {
        summary: {
          name: list.name,
          isDefault,
          sha256: await sha256(JSON.stringify(entries)),
          entries: entries.length,
          duplicates: parsed.duplicates,
          empty: parsed.empty,
          unmatchable: index.unmatchable.reduce((sum, flag) => sum + flag, 0),
        },
        metadata: {
          ...share({ ...metadata, unmatchable: index.unmatchable }),
          entries: share(metadata.entries),
        },
        index:
          globalThis.crossOriginIsolated && canRunWasm() ? placeIndex(index, matchWorkers) : index,
      };
      return transfer(
        loaded,
        transferablesOf(loaded.metadata, loaded.metadata.entries, loaded.index),
      );
    },
  };
}

export type MetadataApi = ReturnType<typeof createMetadataApi>;
