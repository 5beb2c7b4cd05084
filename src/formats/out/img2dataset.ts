import { InputError } from "../inputError.ts";
import { encodeLines, lackingRows, type RowWriter } from "./outputRow.ts";

/**
 * Writes what img2dataset reads as jsonl: url and caption, and the uid of captions that have one.
 * `end` refuses captions without a url.
 */
export function img2datasetLines(): RowWriter {
  const lacking = lackingRows();
  return {
    add(rows) {
      const lines: string[] = [];
      for (const { uid, url, text: caption } of rows) {
        lacking.count(!url);
        if (!url) continue;
        lines.push(JSON.stringify(uid ? { url, caption, uid } : { url, caption }));
      }
      return encodeLines(lines);
    },

    end() {
      const sentence = lacking.sentence("url");
      if (sentence === null) return;
      throw new InputError(
        `${sentence}, and img2dataset has nothing to fetch for them. Choose the column with the addresses of the images, or export the captions themselves instead.`,
      );
    },
  };
}
