import { transferHandlers } from "comlink";

/** A directory that stands in for a FileSystemDirectoryHandle, and can be looked into. */
export interface DirectoryInMemory {
  readonly handle: FileSystemDirectoryHandle;
  /** Closed files by name. */
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Fails writes from now on, as a browser would. */
  failWrites(error: DOMException): void;
}

export function directoryInMemory(): DirectoryInMemory {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let failure: DOMException | null = null;

  function writable(name: string) {
    const parts: Uint8Array[] = [];
    return {
      async write(data: Uint8Array | string) {
        if (failure) throw failure;
        parts.push(typeof data === "string" ? new TextEncoder().encode(data) : data.slice());
      },
      async close() {
        files.set(name, new Uint8Array(Buffer.concat(parts)));
      },
      async abort() {},
    };
  }

  const handle = {
    kind: "directory",
    async getFileHandle(name: string, { create = false } = {}) {
      if (!files.has(name)) {
        if (!create) throw new DOMException("There is no such file", "NotFoundError");
        files.set(name, new Uint8Array());
      }
      return {
        createWritable: async () => writable(name),
        getFile: async () => new File([files.get(name) as Uint8Array<ArrayBuffer>], name),
      };
    },
    async removeEntry(name: string) {
      files.delete(name);
    },
  } as unknown as FileSystemDirectoryHandle;

  return {
    handle,
    files,
    failWrites(error) {
      failure = error;
    },
  };
}

const passed: FileSystemDirectoryHandle[] = [];

/** Handles can be cloned to workers in browsers; here a number stands for each on its way. */
transferHandlers.set("directory", {
  canHandle: (value): value is FileSystemDirectoryHandle =>
    typeof value === "object" && value !== null && "getFileHandle" in value,
  serialize: (handle: FileSystemDirectoryHandle) => [passed.push(handle) - 1, []],
  deserialize: (position: number) => passed[position],
});
