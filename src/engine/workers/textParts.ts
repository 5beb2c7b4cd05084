import { noRoomSentence } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";

/**
 * Gets the next part of a text.
 *
 * @param bytesRead bytes that were read so far of the file that the text is made of
 */
export type OnPart = (part: Blob, bytesRead: number) => void;

/** Gathers the bytes of a text and hands them out in parts. */
export interface TextParts {
  /** @param bytesRead as of {@link OnPart} */
  add(bytes: Uint8Array<ArrayBuffer>, bytesRead: number): Promise<void>;
  /** Hands out what is left. */
  end(bytesRead: number): Promise<void>;
}

/** Each is a Blob of its own, which the browser keeps outside of the tab. */
const PART_BYTES = 2 ** 22;

/**
 * @param name of the file, for the sentence when the browser has no room for its text
 * @param onPart is waited for before more is gathered
 */
export function textParts(name: string, onPart: OnPart): TextParts {
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
      throw new InputError(noRoomSentence(name, textLength));
    });
    await onPart(part, bytesRead);
  }

  return {
    async add(bytes, bytesRead) {
      chunks.push(bytes);
      length += bytes.length;
      if (length >= PART_BYTES) await handOut(bytesRead);
    },
    async end(bytesRead) {
      if (length > 0) await handOut(bytesRead);
    },
  };
}
