/** Where a site keeps files of its own in this browser, and how much more it may keep. */
export interface OwnStorage {
  /** Rejects where the browser has none, as in the private windows of some. */
  root(): Promise<FileSystemDirectoryHandle>;
  /** Bytes that are free for this site, about. */
  freeBytes(): Promise<number>;
}

/** A file of the site's own, open to read and write in place. */
export interface OwnFile {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

export const browserStorage: OwnStorage = {
  root: () => navigator.storage.getDirectory(),
  async freeBytes() {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return quota - usage;
  },
};

/** @param create whether it is made where it is not there */
export async function openOwnFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  create: boolean,
): Promise<OwnFile> {
  const handle = await folder.getFileHandle(name, { create });
  return (
    handle as unknown as { createSyncAccessHandle(): Promise<OwnFile> }
  ).createSyncAccessHandle();
}

/** @throws DOMException when not all of it could be written */
export function writeAll(file: OwnFile, bytes: Uint8Array, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) {
    throw new DOMException("The disk is full", "QuotaExceededError");
  }
}

/** @throws RangeError when there are not so many bytes */
export function readAll(file: OwnFile, into: Uint8Array, at: number): void {
  if (file.read(into, { at }) !== into.length) throw new RangeError("The file is cut short");
}
