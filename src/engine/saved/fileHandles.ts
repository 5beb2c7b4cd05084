const handles = new WeakMap<Blob, Promise<FileSystemHandle | null>>();

/** From now on the file can be read again after a reload, by its handle. */
export function rememberHandle(file: File, handle: Promise<FileSystemHandle | null>): void {
  handles.set(file, handle);
  handle.catch(() => {});
}

/** The handle that the browser gave with a file, or null. */
export async function handleOf(file: Blob): Promise<FileSystemFileHandle | null> {
  const handle = await handles.get(file)?.catch(() => null);
  return handle?.kind === "file" ? (handle as FileSystemFileHandle) : null;
}
