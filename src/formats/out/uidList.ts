import { InputError } from "../inputError.ts";
import { encodeLines, lackingRows, type RowWriter } from "./outputRow.ts";

/** Line ends, and halves of characters, which UTF-8 has none of. */
const UNWRITABLE = /[\r\n\p{Surrogate}]/u;

/**
 * Writes the uids of captions, one a line. `end` refuses captions without a uid and `add` a uid that is
 * more than a line.
 */
export function uidList(): RowWriter {
  const keyless = lackingRows();
  let rows = 0;
  return {
    add(added) {
      const uids: string[] = [];
      for (const { uid } of added) {
        rows++;
        keyless.count(!uid);
        if (!uid) continue;
        if (UNWRITABLE.test(uid)) {
          throw new InputError(
            `The uid of kept caption ${rows.toLocaleString("en")}, ${JSON.stringify(uid)}, holds a line end or half a character, which a list of uids cannot. Export the captions themselves instead.`,
          );
        }
        uids.push(uid);
      }
      return encodeLines(uids);
    },

    end() {
      const sentence = keyless.sentence("uid");
      if (sentence === null) return;
      throw new InputError(
        `${sentence}, and a list of uids cannot name them. Export the captions themselves instead.`,
      );
    },
  };
}
