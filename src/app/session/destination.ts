/** Where an export goes. */
export interface Destination {
  readonly directory: FileSystemDirectoryHandle;
  /** Name of the folder the user picked; null for downloads. */
  readonly name: string | null;
  /** Hands the finished files to the user. */
  deliver(files: readonly string[]): Promise<void>;
}

const EXPORT_FOLDER = "export";
/** Held by the tab that an export belongs to, for as long as it is open. */
const EXPORT_LOCK = "headtail-export-";

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
  const { directory, name: folder } = await newFolder();
  return {
    directory,
    name: null,
    async deliver(files) {
      for (const name of files)
        download(name, await (await directory.getFileHandle(name)).getFile());
      delivered.add(folder);
    },
  };
}

/** Hands a file to the browser's downloads. */
export function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Folders of exports of this tab that were handed to the user. */
const delivered = new Set<string>();

/** A new folder in the site's own storage. What is left there of other exports, all done, goes. */
async function newFolder(): Promise<{ directory: FileSystemDirectoryHandle; name: string }> {
  const root = await navigator.storage.getDirectory();
  const exports = await root.getDirectoryHandle(EXPORT_FOLDER, { create: true });
  const { held = [] } = await navigator.locks.query();
  const locks = new Set(held.map(({ name }) => name));
  const done: string[] = [];
  for await (const { name } of exports.values()) {
    if (delivered.has(name) || !locks.has(EXPORT_LOCK + name)) done.push(name);
  }
  for (const name of done) await exports.removeEntry(name, { recursive: true }).catch(() => {});

  const name = crypto.randomUUID();
  await new Promise<void>((resolve) => {
    void navigator.locks.request(EXPORT_LOCK + name, () => {
      resolve();
      return new Promise(() => {});
    });
  });
  return { directory: await exports.getDirectoryHandle(name, { create: true }), name };
}
