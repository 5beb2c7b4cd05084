import { rememberHandle } from "../../engine/saved/fileHandles.ts";
import { isImage, rememberPath } from "../session/images.ts";

/** Endings of the files that Headtail opens. */
export const FILE_ENDINGS = [
  ".jsonl",
  ".ndjson",
  ".json",
  ".txt",
  ".csv",
  ".tsv",
  ".parquet",
  ".tar",
  ".wat",
  ".warc",
  ".gz",
  ".zst",
] as const;

/**
 * Opens the browser's file picker that gives handles, so that the files can be read again after a
 * reload; to be called on a click.
 *
 * @returns the files, none when the user closes it; null where the browser has no such picker
 */
export async function pickFiles(): Promise<File[] | null> {
  if (!("showOpenFilePicker" in globalThis)) return null;
  try {
    const handles = await showOpenFilePicker({
      id: "headtail-open",
      multiple: true,
      types: [
        {
          description: "Captions, a metadata list, a manifest",
          accept: { "text/plain": [...FILE_ENDINGS] },
        },
        { description: "Images that records name", accept: { "image/*": [] } },
      ],
    });
    return await Promise.all(
      handles.map(async (handle) => {
        const file = await handle.getFile();
        rememberHandle(file, Promise.resolve(handle));
        return file;
      }),
    );
  } catch (error) {
    if ((error as Error).name === "AbortError") return [];
    return null;
  }
}

/**
 * Files that were dropped, with their handles where the browser gives them; of folders, the captions
 * and images in them, in the order of their paths. To be called while the drop is handled.
 *
 * @throws Error when a folder holds neither
 */
export async function droppedFiles({ files, items }: DataTransfer): Promise<File[]> {
  const withFiles = [...items].filter(({ kind }) => kind === "file");
  const found = [...files].map((file, i): File | Promise<File[]> => {
    const item = withFiles[i];
    const entry = item?.webkitGetAsEntry?.();
    if (entry?.isDirectory) return filesIn(entry as FileSystemDirectoryEntry);
    if (item && "getAsFileSystemHandle" in item) {
      rememberHandle(file, item.getAsFileSystemHandle());
    }
    return file;
  });
  return (await Promise.all(found)).flat();
}

/** Other files of a folder, as a licence, are not meant to be opened with it. */
const CAPTIONS = /\.(?:jsonl|ndjson|csv|tsv|parquet|tar|wat|warc)(?:\.gz|\.zst)?$/i;

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const found: { path: string; file: File }[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const entries = (await entriesOf(next)).filter(({ name }) => !name.startsWith("."));
    const files = entries.filter(({ isFile }) => isFile) as FileSystemFileEntry[];
    waiting.push(...(entries.filter(({ isFile }) => !isFile) as FileSystemDirectoryEntry[]));
    found.push(
      ...(await Promise.all(
        files.map(async (entry) => ({ path: entry.fullPath, file: await fileOf(entry) })),
      )),
    );
  }
  const opened = found.filter(({ file }) => isImage(file) || CAPTIONS.test(file.name));
  if (opened.length === 0) {
    throw new Error(
      `The folder ${folder.name} holds no captions (.jsonl, .csv, .parquet, .tar and so on) and no images. Other files are opened one by one.`,
    );
  }
  opened.sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, file } of opened) rememberPath(file, path);
  return opened.map(({ file }) => file);
}

/** A browser gives the entries of a folder some at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
