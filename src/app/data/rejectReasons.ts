import type { Rejected } from "../../engine/types.ts";

/** Why a line or record gave no caption, and what to do, after “line 12: ”. */
export const REJECT_REASONS: Record<Rejected, string> = {
  "not-json": "not valid JSON; write one whole object on one line",
  "not-object": 'JSON, but not an object; wrap the text as {"text": …}',
  "no-text": "no text in the caption field; choose another field for the file",
  "not-utf8": "not valid UTF-8; save the file as UTF-8",
  "too-long": "longer than 16 MiB; split or shorten it",
  "ragged-row": "more or fewer cells than there are columns; quote cells that hold the delimiter",
  "bad-quotes": "a quote inside a cell; double it, or quote the whole cell",
  "unsafe-name": "a name that leads out of the archive; pack it with relative names",
  "bad-header": "a broken header; download or pack the archive again",
};
