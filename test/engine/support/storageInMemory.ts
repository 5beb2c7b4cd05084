/** A tab's own storage, as far as the index cache uses it. */
export interface StorageInMemory {
  readonly root: () => Promise<FileSystemDirectoryHandle>;
  /** Files of the only folder, the one written last at the end. */
  readonly files: Map<string, Uint8Array>;
}

export function storageInMemory(): StorageInMemory {
  const files = new Map<string, Uint8Array>();

  function fileHandle(name: string) {
    return {
      kind: "file",
      getFile: async () => ({ name, lastModified: [...files.keys()].indexOf(name) }),
      async createSyncAccessHandle() {
        return {
          getSize: () => files.get(name)!.length,
          truncate(size: number) {
            const bytes = files.get(name)!.slice(0, size);
            files.delete(name);
            files.set(name, bytes);
          },
          read(into: Uint8Array, { at }: { at: number }) {
            const bytes = files.get(name)!.subarray(at, at + into.length);
            into.set(bytes);
            return bytes.length;
          },
          write(from: Uint8Array, { at }: { at: number }) {
            const before = files.get(name)!;
            const bytes = new Uint8Array(Math.max(before.length, at + from.length));
            bytes.set(before);
            bytes.set(from, at);
            files.set(name, bytes);
            return from.length;
          },
          close() {},
        };
      },
    };
  }

  const folder = {
    async getFileHandle(name: string, { create = false } = {}) {
      if (!files.has(name)) {
        if (!create) throw new DOMException("There is no such file", "NotFoundError");
        files.set(name, new Uint8Array());
      }
      return fileHandle(name);
    },
    async removeEntry(name: string) {
      files.delete(name);
    },
    async *values() {
      for (const name of files.keys()) yield fileHandle(name);
    },
  };
  const root = { getDirectoryHandle: async () => folder };
  return { files, root: async () => root as unknown as FileSystemDirectoryHandle };
}
