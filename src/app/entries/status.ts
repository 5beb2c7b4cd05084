import { type Obstacle, obstacleIn } from "../../core/matching/unmatchable.ts";
import type { EntryStatus } from "../../engine/types.ts";

export const STATUS_NAMES: Record<EntryStatus, string> = {
  head: "head",
  tail: "tail",
  none: "none here",
  unmatchable: "unmatchable",
};

const MARK_NAMES: Record<string, string> = {
  ",": "a comma",
  ".": "a full stop",
  ";": "a semicolon",
  ":": "a colon",
  "?": "a question mark",
  "!": "an exclamation mark",
  "`": "a backtick",
};

/** Why no caption can match an entry, in words. */
export function reasonOf(entry: string): string {
  const obstacle = obstacleIn(entry);
  return obstacle === null ? "" : `No caption can hold it: ${wordsFor(obstacle)}`;
}

function wordsFor(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "mark inside":
      return `${MARK_NAMES[obstacle.mark]} inside`;
    case "marks together":
      return "two marks, one space";
    case "tab or line break":
      return "a tab or line break inside";
  }
}
