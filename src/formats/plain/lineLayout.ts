import type { RowLayout } from "../csv/rows.ts";
import { isBlank } from "../jsonl/lines.ts";

/** Lines, of which those with only spaces, tabs and carriage returns are blank. */
export const LINE_LAYOUT: RowLayout = { quotedBetween: null, isBlank };
