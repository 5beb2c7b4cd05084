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
  readonly stream: FileSystemWritableFileStream;
}

/** Errors of writing are InputErrors that name the file. */
export function outputFiles(directory: FileSystemDirectoryHandle): OutputFiles {
  const opened: OpenFile[] = [];
  return {
    async open(name) {
      const isNew = !(await exists(directory, name));
      const stream = await explained(name, async () => {
        const handle = await directory.getFileHandle(name, { create: true });
        return handle.createWritable();
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
