/** Where an export goes. */
export interface Destination {
  readonly directory: FileSystemDirectoryHandle;
  /** Name of the folder the user picked; null for downloads. */
  readonly name: string | null;
  /** Hands the finished files to the user. */
  deliver(files: readonly string[]): Promise<void>;
}

const EXPORT_FOLDER = "export";

/**
 * Asks for a folder where the browser can; otherwise files are written to the tab's own storage on
 * disk and downloaded from there, so that no export is ever held in memory.
 *
 * @returns null when the user closes the picker
 */
export async function chooseDestination(): Promise<Destination | null> {
  if ("showDirectoryPicker" in globalThis) {
    try {
      const directory = await showDirectoryPicker({ id: "headtail-export", mode: "readwrite" });
      return { directory, name: directory.name, deliver: async () => {} };
    } catch (error) {
      if ((error as Error).name === "AbortError") return null;
      throw error;
    }
  }
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(EXPORT_FOLDER, { recursive: true }).catch(() => {});
  const directory = await root.getDirectoryHandle(EXPORT_FOLDER, { create: true });
  return {
    directory,
    name: null,
    async deliver(files) {
      for (const name of files)
        download(name, await (await directory.getFileHandle(name)).getFile());
    },
  };
}

/** Saves a file to the downloads. */
export function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
