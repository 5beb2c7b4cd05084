import { expose, transfer } from "comlink";
import { buildIndex, type MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { createMetadata, type Metadata } from "../../core/metadata/metadata.ts";
import { parseMetadata } from "../../formats/metadata.ts";
import { share, transferablesOf } from "../slice.ts";
import type { MetadataSummary } from "../types.ts";

/** A metadata list, ready to match with. */
export interface LoadedMetadata {
  readonly summary: MetadataSummary;
  readonly metadata: Metadata;
  readonly index: MetadataIndex;
}

const api = {
  /**
   * Reads a metadata list and builds its index.
   *
   * @param onProgress gets the share done, 0 to 1
   * @throws MetadataError when the list cannot be used
   */
  async load(
    name: string,
    list: Blob,
    isDefault: boolean,
    onProgress: (share: number) => void,
  ): Promise<LoadedMetadata> {
    const parsed = parseMetadata(name, await list.text());
    const { entries } = parsed;
    const metadata = createMetadata(entries);
    const index = buildIndex(metadata.entries, (done) => onProgress(done / entries.length));
    const summary = {
      name,
      isDefault,
      entries: entries.length,
      duplicates: parsed.duplicates,
      empty: parsed.empty,
      unmatchable: metadata.unmatchable.reduce((sum, flag) => sum + flag, 0),
    };
    const loaded = {
      summary,
      metadata: { ...share(metadata), entries: share(metadata.entries) },
      index: share(index),
    };
    return transfer(
      loaded,
      transferablesOf(loaded.metadata, loaded.metadata.entries, loaded.index),
    );
  },
};

expose(api);

export type MetadataWorkerApi = typeof api;
