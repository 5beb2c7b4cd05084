import { sha256 } from "hash-wasm";
import {
  buildIndex,
  type IndexProgress,
  type MetadataIndex,
} from "../../core/matching/metadataIndex.ts";
import { createMetadata } from "../../core/metadata/metadata.ts";
import { decodeText, parseMetadata } from "../../formats/metadata.ts";
import { indexMetadata } from "../../kernel/indexMetadata.ts";
import { canRunWasm } from "../../kernel/module.ts";
import { type PlacedIndex, placeIndex } from "../../kernel/placedIndex.ts";
import { share } from "../memory.ts";
import type { NamedBlob } from "../slice.ts";
import type { MetadataSummary } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import type { IndexCache, IndexedMetadata } from "./indexCache.ts";
import type { PoolMetadata } from "./matchedPool.ts";

/** A metadata list, ready to match with. */
export interface LoadedMetadata {
  readonly summary: MetadataSummary;
  readonly metadata: PoolMetadata;
  /** In memory that match workers share, where they can. */
  readonly index: MetadataIndex | PlacedIndex;
}

/** What a metadata worker does; it is stopped after one list. */
export function createMetadataApi(cache: IndexCache) {
  let waiting: (() => Promise<void>) | null = null;

  return {
    /**
     * Reads a metadata list and builds its index, or finds it as it was on a visit before.
     *
     * @param origin whether it is the default list, and where its entries come from
     * @param matchWorkers how many will use the index
     * @param onProgress gets the share done, 0 to 1
     * @throws InputError when the list cannot be used
     */
    async load(
      list: NamedBlob,
      origin: Pick<MetadataSummary, "isDefault" | "sources">,
      matchWorkers: number,
      onProgress: (share: number) => void,
    ): Promise<LoadedMetadata> {
      const bytes = await fileSource(list).read(0, list.blob.size);
      const key = await sha256(bytes);
      const isPlaced = globalThis.crossOriginIsolated && canRunWasm();
      const kernels = isPlaced ? matchWorkers : 0;
      const found = await cache.find(key);
      const indexed: IndexedFile = found
        ? { ...found, placed: isPlaced ? placeIndex(found.index, matchWorkers) : null }
        : await indexFile(list.name, bytes, kernels, onProgress);
      if (found === null) waiting = () => cache.keep(key, indexed);
      const { summary, metadata, index, placed } = indexed;
      return {
        summary: { ...summary, name: list.name, ...origin },
        metadata: {
          ...share({ ...metadata, unmatchable: index.unmatchable }),
          entries: share(metadata.entries),
        },
        index: placed ?? index,
      };
    },

    /** Keeps what was loaded for the next visit; done when nobody waits for it. */
    async keep(): Promise<void> {
      await waiting?.();
    },
  };
}

interface IndexedFile extends IndexedMetadata {
  readonly placed: PlacedIndex | null;
}

/** @param kernels how many will use the index where it is placed; 0 where it is not */
async function indexFile(
  name: string,
  bytes: Uint8Array,
  kernels: number,
  onProgress: (share: number) => void,
): Promise<IndexedFile> {
  const { entries, duplicates, empty } = parseMetadata(name, decodeText(name, bytes));
  const onIndexed: IndexProgress = (done) => onProgress(done / entries.length);
  const { metadata, index, placed } =
    kernels > 0
      ? indexMetadata(entries, kernels, onIndexed)
      : indexInTypescript(entries, onIndexed);
  return {
    summary: {
      sha256: await sha256(JSON.stringify(entries)),
      entries: entries.length,
      duplicates,
      empty,
      unmatchable: index.unmatchable.reduce((sum, flag) => sum + flag, 0),
    },
    metadata,
    index,
    placed,
  };
}

function indexInTypescript(entries: readonly string[], onProgress: IndexProgress) {
  const metadata = createMetadata(entries);
  return { metadata, index: buildIndex(metadata.entries, onProgress), placed: null };
}

export type MetadataApi = ReturnType<typeof createMetadataApi>;
