import { transfer } from "comlink";
import { noRoomSentence } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import { joinBytes } from "../../formats/joinBytes.ts";
import type { NamedBlob } from "../slice.ts";
import { inflate } from "./inflate.ts";

/**
 * Gets the next part of a text.
 *
 * @param bytesRead bytes of the gzip file that were read so far
 */
export type OnPart = (part: Blob, bytesRead: number) => void;

/** Each is a Blob of its own, which the browser keeps outside of the tab. */
const PART_BYTES = 2 ** 22;

/** What an inflate worker does. */
export function createInflateApi() {
  return {
    /**
     * Unpacks a gzip file. The next part is made when the last was taken.
     *
     * @throws InputError when the file cannot be read, is cut short or is damaged, or the browser
     *   has no room for its text
     */
    async inflate(file: NamedBlob, onPart: OnPart): Promise<void> {
      let chunks: Uint8Array<ArrayBuffer>[] = [];
      let length = 0;
      let textLength = 0;

      async function handOut(bytesRead: number): Promise<void> {
        const part = new Blob(chunks);
        chunks = [];
        textLength += length;
        length = 0;
        // A part that can be read has left the tab.
        const isKept = part.slice(0, 1).arrayBuffer();
        await isKept.catch(() => {
          throw new InputError(noRoomSentence(file.name, textLength));
        });
        await onPart(part, bytesRead);
      }

      for await (const { bytes, bytesRead } of inflate(file)) {
        chunks.push(bytes);
        length += bytes.length;
        if (length >= PART_BYTES) await handOut(bytesRead);
      }
      if (length > 0) await handOut(file.blob.size);
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
