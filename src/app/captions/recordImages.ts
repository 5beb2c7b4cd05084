import type { PreviewCaption } from "../../engine/types.ts";
import { type Images, imageAt } from "../session/images.ts";

/** The opened file that a caption's record names, or null. */
export function imageFileOf({ image }: PreviewCaption, images: Images): File | null {
  return image?.file ? imageAt(images, image.file) : null;
}

/** Where a caption's image can be fetched, or null. */
export function remoteImageOf({ image }: PreviewCaption): URL | null {
  const url = image?.url;
  return url != null && URL.canParse(url) ? new URL(url) : null;
}
