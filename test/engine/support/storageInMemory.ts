/** A site's own storage, as far as it is used: folders of files. */
export interface StorageInMemory {
  readonly root: () => Promise<FileSystemDirectoryHandle>;
  /** Files of the folder of metadata indexes, the one written last at the end. */
  readonly files: Map<string, Uint8Array>;
  /** Files of any folder. */
  filesIn(folder: string): Map<string, Uint8Array>;
}

export function storageInMemory(): StorageInMemory {
  const folders = new Map<string, Map<string, Uint8Array>>();

  function filesIn(name: string): Map<string, Uint8Array> {
    const files = folders.get(name) ?? new Map<string, Uint8Array>();
    folders.set(name, files);
    return files;
  }

  const root = { getDirectoryHandle: async (name: string) => folderOf(filesIn(name)) };
  return {
    files: filesIn("metadata-index"),
    filesIn,
    root: async () => root as unknown as FileSystemDirectoryHandle,
  };
}

function folderOf(files: Map<string, Uint8Array>) {
  function fileHandle(name: string) {
    return {
      kind: "file",
      name,
      getFile: async () => {
        const lastModified = [...files.keys()].indexOf(name);
        return new File([files.get(name)!.slice()], name, { lastModified });
      },
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
          flush() {},
          close() {},
        };
      },
    };
  }

  return {
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
}
