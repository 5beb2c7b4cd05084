import { InputError } from "../../formats/inputError.ts";
import type { ByteSource } from "../../formats/jsonl/lines.ts";
import type { NamedBlob } from "../slice.ts";

/**
 * A file as bytes to be read by range, never as a whole. A failing read is an InputError: the
 * browser refuses to read a file that was changed since it was chosen.
 */
export function fileSource({ name, blob }: NamedBlob): ByteSource {
  return {
    size: blob.size,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch {
        throw new InputError(unreadableSentence(name));
      }
    },
  };
}

/** What to say of a file that can no longer be read. */
export function unreadableSentence(name: string): string {
  return `${name} cannot be read: it was changed, moved or deleted since it was chosen. Choose it again.`;
}
