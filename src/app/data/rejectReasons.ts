import type { RejectReason } from "../../engine/types.ts";

/** Why a line gave no caption, and what to do, after “line 12: ”. */
export const REJECT_REASONS: Record<RejectReason, string> = {
  "not-json": "not valid JSON; write one whole object on one line",
  "not-object": 'JSON, but not an object; wrap the text as {"text": …}',
  "no-text": "no text in the caption field; choose another field for the file",
  "not-utf8": "not valid UTF-8; save the file as UTF-8",
  "too-long": "longer than 16 MiB; split or shorten it",
};
