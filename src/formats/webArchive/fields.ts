/** Fields of a header by their names in lower case; of those with the same name, the first. */
export type HeaderFields = ReadonlyMap<string, string>;

/**
 * Fields of the form "Name: value", one a line; a line that begins with a space goes on with the one
 * before.
 *
 * @param lines without their ends
 * @param isStrict whether a line of another form makes all of them unreadable, or is passed over
 * @returns null when they are unreadable
 */
export function readFields(lines: Iterable<string>, isStrict: boolean): HeaderFields | null {
  const entries: [name: string, value: string][] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    const isContinued = line.startsWith(" ") || line.startsWith("\t");
    const colon = line.indexOf(":");
    if (isContinued && last !== undefined) {
      last[1] += ` ${line.trim()}`;
    } else if (!isContinued && colon > 0) {
      entries.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
    } else if (isStrict) {
      return null;
    }
  }
  return new Map(entries.reverse());
}
