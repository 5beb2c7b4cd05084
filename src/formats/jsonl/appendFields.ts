const CLOSING_BRACE = 0x7d;
const encoder = new TextEncoder();

/**
 * Adds fields at the end of a record; every other byte of its line stays as it is. Where the record
 * has a field of the same name, readers that take the last one, as JSON.parse does, see the new one.
 *
 * @param line a JSON object with at least one field, maybe with white space after it
 * @param fields what JSON.stringify can write
 * @returns the new line
 */
export function appendFields(line: Uint8Array, fields: Record<string, unknown>): Uint8Array {
  const json = JSON.stringify(fields).slice(1, -1);
  if (json === "") return line;
  const added = encoder.encode(`,${json}`);
  const brace = line.lastIndexOf(CLOSING_BRACE);
  const extended = new Uint8Array(line.length + added.length);
  extended.set(line.subarray(0, brace));
  extended.set(added, brace);
  extended.set(line.subarray(brace), brace + added.length);
  return extended;
}
