/** Image files that were opened, by every end of their paths that begins with a name. */
export type Images = ReadonlyMap<string, File>;

/** Where files of a folder lie in it; browsers keep that to themselves when the folder is dropped. */
const paths = new WeakMap<File, string>();

/** Notes where a file lies: the names of its folders and its own, with “/” between them. */
export function rememberPath(file: File, path: string): void {
  paths.set(file, path);
}

export function isImage({ name, type }: File): boolean {
  return type.startsWith("image/") || /\.(?:avif|bmp|gif|jpe?g|png|webp)$/i.test(name);
}

/** Images and more of them; of two that go by the same name, the one that was opened last is found. */
export function withImages(images: Images, files: readonly File[]): Images {
  const all = new Map(images);
  for (const file of files) {
    for (const end of endsOf(paths.get(file) ?? file.name)) all.set(end, file);
  }
  return all;
}

/**
 * The image that a record names, by as many of its folders as are known.
 *
 * @param path as it stands in the record
 */
export function imageAt(images: Images, path: string): File | null {
  for (const end of endsOf(path)) {
    const file = images.get(end);
    if (file) return file;
  }
  return null;
}

/** “a/b.jpg” and “b.jpg” of “./a/b.jpg”, the longest first. */
function endsOf(path: string): string[] {
  const names = path.split(/[/\\]/).filter((name) => name !== "" && name !== ".");
  return names.map((_, i) => names.slice(i).join("/"));
}
