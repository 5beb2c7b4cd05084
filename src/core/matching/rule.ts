/**
 * The published matching rule, written as it is stated: on strings, one entry at a time. It is the
 * reference of the fast matcher, and what lessons and examples use.
 */

/** The marks that spacing sets apart. */
export const MARKS = ",.;:?!`";

/**
 * Spaces a caption: one space before and after each of `, . ; : ? !` and the backtick; tab, LF and
 * CR become a space; one space before and one after the whole. Nothing else changes.
 *
 * Source: "Demystifying CLIP Data", section 3.2 (sub-string matching), as published.
 */
export function spaceCaption(text: string): string {
  return ` ${text.replace(/[,.;:?!`]/g, " $& ").replace(/[\t\n\r]/g, " ")} `;
}

/**
 * Ids of the entries that stand in a caption, ascending, by the published rule: `" " + entry + " "`
 * is a part of the spaced caption. Slow: it looks for every entry.
 */
export function matchByRule(text: string, entries: readonly string[]): number[] {
  const spaced = spaceCaption(text);
  const ids: number[] = [];
  entries.forEach((entry, id) => {
    if (spaced.includes(` ${entry} `)) ids.push(id);
  });
  return ids;
}
