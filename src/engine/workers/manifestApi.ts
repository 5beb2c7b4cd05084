import { transfer } from "comlink";
import { entryOf, type Metadata } from "../../core/metadata/metadata.ts";
import {
  type Manifest,
  type ManifestFile,
  type ManifestMetadata,
  type ManifestPool,
  type ManifestSubset,
  parseManifest,
} from "../../formats/manifest.ts";
import { decodeText } from "../../formats/metadata.ts";
import { transferablesOf } from "../memory.ts";
import type { NamedBlob } from "../slice.ts";
import type { Recipe } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import { hashFile } from "./hashFile.ts";

/** What the page needs to know of a manifest. */
export interface OpenedManifest {
  readonly name: string;
  readonly recipe: Recipe;
  readonly metadata: ManifestMetadata;
  readonly subset: ManifestSubset;
  readonly files: readonly ManifestFile[];
}

/** The pool that a balanced subset was taken from. */
export interface ManifestSource {
  /** File name of the manifest. */
  readonly manifest: string;
  readonly t: number;
  readonly captionsKept: number;
  readonly files: readonly ManifestFile[];
  readonly pool: ManifestPool;
  /** By file: numbers of the lines kept, from 1, where captions of the file have no key; else null. */
  readonly keptLines: readonly (Uint32Array | null)[];
  /** Matches in that pool by entry id. */
  readonly entryCounts: Uint32Array;
}

/** What a manifest worker does; it is stopped after one manifest. */
export function createManifestApi() {
  let name: string;
  let manifest: Manifest;

  return {
    /** @throws InputError when the manifest cannot be used */
    async open(file: NamedBlob): Promise<OpenedManifest> {
      name = file.name;
      const bytes = await fileSource(file).read(0, file.blob.size);
      manifest = parseManifest(name, decodeText(name, bytes));
      const { seed, t, p, fixed, metadata, subset, files } = manifest;
      return { name, recipe: { seed, t, p, fixed }, metadata, subset, files };
    },

    /**
     * Whether a file is, byte for byte, the subset that the manifest was written with.
     *
     * @throws InputError when the file cannot be read
     */
    async isSubset(file: NamedBlob): Promise<boolean> {
      if (manifest.subset.shape !== undefined) return false;
      if (file.blob.size !== manifest.subset.bytes) return false;
      return (await hashFile(file)) === manifest.subset.sha256;
    },

    /** The source pool, its counts by the ids of `metadata`. */
    source(metadata: Metadata): ManifestSource {
      const entryCounts = new Uint32Array(metadata.entries.starts.length - 1);
      for (let id = 0; id < entryCounts.length; id++) {
        entryCounts[id] = manifest.entryCounts.get(entryOf(metadata, id)) ?? 0;
      }
      const source = {
        manifest: name,
        t: manifest.t,
        captionsKept: manifest.kept.captions,
        files: manifest.files,
        pool: manifest.pool,
        keptLines: manifest.keptLines.map((lines) => lines && Uint32Array.from(lines)),
        entryCounts,
      };
      return transfer(source, transferablesOf(source, source.keptLines));
    },
  };
}

export type ManifestApi = ReturnType<typeof createManifestApi>;
