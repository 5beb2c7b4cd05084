import type { Remote } from "comlink";
import type { NamedBlob } from "../slice.ts";
import type { MetadataSummary } from "../types.ts";
import type { PoolFile, PoolSlice } from "../workers/matchedPool.ts";
import type { SavedApi } from "../workers/savedApi.ts";
import { nameOf, type SavedFile, type SavedPool, savedFile } from "./savedPool.ts";

/** An answer of the worker, or what comes between. */
type Ask = <T>(answer: Promise<T>) => Promise<T>;

/** @param onSlice gets every slice in order @throws Error when they are not all there */
export async function readSlices(
  api: Remote<SavedApi>,
  columns: string,
  ask: Ask,
  onSlice: (slice: PoolSlice) => void,
): Promise<void> {
  await ask(api.openSlices(columns));
  for (let first = 0; ; ) {
    const chunk = await ask(api.readSlices(first));
    if (chunk === null) return;
    for (const slice of chunk.slices) onSlice(slice);
    first = chunk.next;
  }
}

/** The metadata list as it was kept; null for the one that comes with Headtail. */
export async function findList(
  api: Remote<SavedApi>,
  { list, metadata: { name } }: SavedPool,
  ask: Ask,
): Promise<NamedBlob | null> {
  if (list === null) return null;
  const blob = await ask(api.find(list));
  if (blob === null) throw new Error("its metadata list is gone");
  return { name, blob };
}

/** The file with the copy of its text, or null where there is none. */
export async function findText(
  api: Remote<SavedApi>,
  saved: SavedFile,
  ask: Ask,
): Promise<PoolFile | null> {
  const { size, text } = saved;
  const blob = text === null ? null : await ask(api.find(text));
  return blob?.size === size ? savedFile(saved, blob) : null;
}

/** @throws Error when a pool was matched against other entries */
export function throwIfOther({ sha256 }: MetadataSummary, { metadata }: SavedPool): void {
  if (sha256 !== metadata.sha256) throw new Error("its metadata list is another one by now");
}

export function otherVersion({ files, version }: SavedPool): string {
  return `${nameOf(files)} was kept by another version of Headtail (${version}) and is not brought back. Open it again.`;
}

export function notRestored({ files }: SavedPool, { message }: Error): string {
  return `${nameOf(files)} could not be brought back from what this browser kept (${message}). Open it again.`;
}
