import { noRoomSentence } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import { unpackRatio } from "../../formats/unpackRatio.ts";

/**
 * Gets the next part of a text.
 *
 * @param bytesRead bytes that were read so far of the file that the text is made of
 */
export type OnPart = (part: Blob, bytesRead: number) => void;

/**
 * Asked once when a file unpacks to far more than files do.
 *
 * @param packed bytes of the file that were read
 * @param unpacked bytes of its text so far
 * @returns whether to go on
 */
export type OnLargeText = (packed: number, unpacked: number) => Promise<boolean>;

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
 * @param onLarge see {@link OnLargeText}
 */
export function textParts(name: string, onPart: OnPart, onLarge: OnLargeText): TextParts {
  const isLarge = unpackRatio();
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
      const unpacked = textLength + length;
      if (isLarge(bytesRead, unpacked) && !(await onLarge(bytesRead, unpacked))) {
        throw new InputError(notUnpacked(name, unpacked));
      }
      if (length >= PART_BYTES) await handOut(bytesRead);
    },
    async end(bytesRead) {
      if (length > 0) await handOut(bytesRead);
    },
  };
}

function notUnpacked(name: string, unpacked: number): string {
  const gigabytes = (unpacked / 1e9).toLocaleString("en", { maximumFractionDigits: 1 });
  return `${name} was left out: it had been unpacked to ${gigabytes} GB, and no more was wanted.`;
}
