import { InputError } from "../../formats/inputError.ts";

/** Files being written to one directory, that appear together or not at all. */
export interface OutputFiles {
  /** Opens a file; what it held before stays until {@link close}. */
  open(name: string): Promise<OutputFile>;
  /** Makes everything written appear. */
  close(): Promise<void>;
  /** Drops everything written, and the files that were not there before. */
  discard(): Promise<void>;
}

export interface OutputFile {
  write(data: Uint8Array<ArrayBuffer> | string): Promise<void>;
}

interface OpenFile {
  readonly name: string;
  readonly isNew: boolean;
  readonly stream: OutputStream;
}

/** What a file handle has in a worker besides. */
interface WorkerFileHandle extends Pick<FileSystemFileHandle, "createWritable"> {
  createSyncAccessHandle?(): Promise<{
    write(data: Uint8Array<ArrayBuffer>): number;
    truncate(size: number): void;
    close(): void;
  }>;
}

/** How bytes reach a file; what a writable file stream has. */
interface OutputStream {
  write(data: Uint8Array<ArrayBuffer> | string): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** Errors of writing are InputErrors that name the file. */
export function outputFiles(directory: FileSystemDirectoryHandle): OutputFiles {
  const opened: OpenFile[] = [];
  return {
    async open(name) {
      const isNew = !(await exists(directory, name));
      const stream = await explained(name, async () => {
        const handle = await directory.getFileHandle(name, { create: true });
        return (await ownStream(handle)) ?? handle.createWritable();
      });
      opened.push({ name, isNew, stream });
      return { write: (data) => explained(name, () => stream.write(data)) };
    },

    async close() {
      for (const { name, stream } of opened) await explained(name, () => stream.close());
    },

    async discard() {
      for (const { name, isNew, stream } of opened) {
        // A stream that failed is aborted already, and a directory may be gone: all is dropped then.
        await stream.abort().catch(() => {});
        if (isNew) await directory.removeEntry(name).catch(() => {});
      }
    },
  };
}

/**
 * A faster stream to a file of the tab's own storage, which nobody else sees before it is closed;
 * null where the file is the user's.
 */
async function ownStream(handle: WorkerFileHandle): Promise<OutputStream | null> {
  const access = await handle.createSyncAccessHandle?.().catch(() => null);
  if (!access) return null;
  access.truncate(0);
  return {
    async write(data) {
      access.write(typeof data === "string" ? new TextEncoder().encode(data) : data);
    },
    async close() {
      access.close();
    },
    async abort() {
      access.close();
    },
  };
}

/** Whether a directory holds a file of this name. */
export async function exists(directory: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await directory.getFileHandle(name);
    return true;
  } catch {
    return false;
  }
}

async function explained<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new InputError(writeSentence(name, error));
  }
}

function writeSentence(name: string, error: unknown): string {
  switch (error instanceof Error ? error.name : "") {
    case "QuotaExceededError":
      return `There is no room left on the disk for ${name}. Free some space and export again.`;
    case "NotAllowedError":
    case "NoModificationAllowedError":
    case "SecurityError":
      return `The browser was not allowed to write ${name}. Export again and allow it to edit files, or choose another folder.`;
    case "NotFoundError":
      return `${name} could not be written: its folder was moved or deleted. Export again into another folder.`;
    default:
      return `${name} could not be written: ${error instanceof Error ? error.message : error}. Export again, perhaps into another folder.`;
  }
}
