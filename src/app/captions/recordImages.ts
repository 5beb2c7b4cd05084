import type { PreviewCaption } from "../../engine/types.ts";

/** The opened file that a caption's record names, or null. */
export function imageFileOf(
  { image }: PreviewCaption,
  images: ReadonlyMap<string, File>,
): File | null {
  const name = image?.file?.split(/[/\\]/).at(-1);
  return (name !== undefined && images.get(name)) || null;
}

/** Where a caption's image can be fetched, or null. */
export function remoteImageOf({ image }: PreviewCaption): URL | null {
  const url = image?.url;
  return url != null && URL.canParse(url) ? new URL(url) : null;
}
