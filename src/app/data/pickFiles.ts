import { rememberHandle } from "../../engine/saved/fileHandles.ts";

/** Endings of the files that Headtail opens. */
export const FILE_ENDINGS = [".jsonl", ".ndjson", ".json", ".txt", ".gz"] as const;

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

/** Files that were dropped, with their handles where the browser gives them. */
export function droppedFiles({ files, items }: DataTransfer): File[] {
  const withFiles = [...items].filter(({ kind }) => kind === "file");
  return [...files].map((file, i) => {
    const item = withFiles[i];
    if (item && "getAsFileSystemHandle" in item) {
      rememberHandle(file, item.getAsFileSystemHandle());
    }
    return file;
  });
}
