/**
 * Adds one match per id to `counts`.
 *
 * Source: "Demystifying CLIP Data", section 3.2 (entry counts over the whole pool).
 *
 * @param counts entry counts by entry id, changed in place
 * @param entryIds entry ids of any number of captions, each id at most once per caption
 */
export function addEntryCounts(counts: Uint32Array, entryIds: Uint32Array): void {
  for (let i = 0; i < entryIds.length; i++) counts[entryIds[i]]!++;
}
