import type { NamedBlob } from "../slice.ts";
import type { OnPart } from "../workers/textParts.ts";

/** A text that is made of a file, as far as it is. */
export interface GrowingText<Report> {
  readonly blob: Blob;
  /** What its making told, once it is whole; null before. */
  readonly whole: { readonly report: Report } | null;
  /** Bytes of the file that it took; never fewer than before. */
  readonly bytesRead: number;
}

/**
 * Gives a text each time it has grown, and at last the whole. It grows also while nobody asks.
 *
 * @param make makes the text, part by part
 * @param stop ends what makes it, when nobody needs the rest
 */
export async function* growingText<Report>(
  { blob: file }: NamedBlob,
  make: (onPart: OnPart) => Promise<Report>,
  stop: () => void,
): AsyncGenerator<GrowingText<Report>> {
  const parts: Blob[] = [];
  let bytesRead = 0;
  let whole: { readonly report: Report } | null = null;
  let wake = () => {};
  const made = make((part, upTo) => {
    parts.push(part);
    bytesRead = Math.max(bytesRead, upTo);
    wake();
  });
  const ended = made.then((report) => {
    whole = { report };
    bytesRead = file.size;
  });
  ended.catch(() => {});

  let seen = 0;
  try {
    while (true) {
      const grown = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (parts.length === seen && whole === null) await Promise.race([grown, ended]);
      seen = parts.length;
      const text: GrowingText<Report> = { blob: new Blob(parts), whole, bytesRead };
      yield text;
      if (text.whole !== null) return;
    }
  } finally {
    if (whole === null) stop();
  }
}
