import type { RecordFilters } from "../../formats/records/filters.ts";
import { VERSION } from "../../version.ts";
import type { Origin } from "../origin.ts";
import type { Segment } from "../slice.ts";
import type { MetadataSummary } from "../types.ts";
import type { ManifestSource } from "../workers/manifestApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";

/** Changes when what is kept of a pool, or what it means, does. */
const FORMAT = 2;

/**
 * A pool that is kept in this browser: which files of the site's own storage hold it, and what else
 * it takes to bring it back. Can be cloned and put into IndexedDB.
 */
export interface SavedPool {
  readonly format: number;
  /** Of the Headtail that kept it. */
  readonly version: string;
  readonly captions: number;
  readonly isDemo: boolean;
  /** Name of the file with the columns. */
  readonly columns: string;
  readonly metadata: MetadataSummary;
  /** Name of the file with the list's bytes; null for the list that comes with Headtail. */
  readonly list: string | null;
  readonly source: ManifestSource | null;
  readonly filters: RecordFilters;
  readonly files: readonly SavedFile[];
}

/** How the text of a file that was kept can be had: by the user's leave, or from the file alone. */
export type Lacking = "permission" | "file";

/** A caption file of a saved pool. */
export interface SavedFile {
  readonly name: string;
  /** Bytes of its text. */
  readonly size: number;
  readonly segments: readonly Segment[];
  readonly textFields: readonly string[];
  /** The file that its text was made of is not kept. */
  readonly origin?: Origin;
  /** Name of the file with a copy of its text, or null. */
  readonly text: string | null;
  /** The file itself, where the browser gave a handle to it. */
  readonly handle: FileSystemFileHandle | null;
  /** Of the file with the handle, in milliseconds since 1970. */
  readonly lastModified: number | null;
  /** See {@link SavedApi.fingerprint}. */
  readonly fingerprint: string;
}

export function ofThisVersion(saved: Omit<SavedPool, "format" | "version">): SavedPool {
  return { format: FORMAT, version: VERSION, ...saved };
}

export function isOfThisVersion({ format, version }: SavedPool): boolean {
  return format === FORMAT && version === VERSION;
}

/** Names of the files in the site's own storage that a saved pool needs. */
export function fileNamesOf({ columns, list, files }: SavedPool): string[] {
  return [columns, list, ...files.map(({ text }) => text)].filter((name) => name !== null);
}

/** What to call the files of a pool: photos.jsonl, or “photos.jsonl and 3 more files”. */
export function nameOf(files: readonly { readonly name: string }[]): string {
  const [{ name }, ...others] = files;
  if (others.length === 0) return name;
  return `${name} and ${others.length} more ${others.length === 1 ? "file" : "files"}`;
}

/** A file of a pool as it was, with a text that is the same as then. */
export function savedFile({ name, segments, textFields, origin }: SavedFile, blob: Blob): PoolFile {
  return { name, blob, segments, textFields, ...(origin && { origin }) };
}
