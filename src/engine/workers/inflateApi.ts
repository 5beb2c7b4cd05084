import { transfer } from "comlink";
import { joinBytes } from "../../formats/joinBytes.ts";
import type { NamedBlob } from "../slice.ts";
import { inflate } from "./inflate.ts";
import { type OnLargeText, type OnPart, textParts } from "./textParts.ts";

/** What an inflate worker does. */
export function createInflateApi() {
  return {
    /**
     * Unpacks a gzip file. The next part is made when the last was taken.
     *
     * @throws InputError when the file cannot be read, is cut short or is damaged, or the browser
     *   has no room for its text
     */
    async inflate(file: NamedBlob, onPart: OnPart, onLarge: OnLargeText): Promise<void> {
      const parts = textParts(file.name, onPart, onLarge);
      for await (const { bytes, bytesRead } of inflate(file)) await parts.add(bytes, bytesRead);
      await parts.end(file.blob.size);
    },

    /**
     * The first bytes of a gzip file's text; all of them where there are fewer than `length`.
     *
     * @throws InputError when they cannot be read, or the file is cut short or damaged before
     */
    async start(file: NamedBlob, length: number): Promise<Uint8Array<ArrayBuffer>> {
      const chunks: Uint8Array[] = [];
      let missing = length;
      for await (const { bytes } of inflate(file)) {
        chunks.push(bytes);
        missing -= bytes.length;
        if (missing <= 0) break;
      }
      const start = joinBytes(chunks).subarray(0, length);
      return transfer(start, [start.buffer]);
    },
  };
}

export type InflateApi = ReturnType<typeof createInflateApi>;
