/**
 * Where things lie in memory, which JavaScript decides (see ../layout.ts). The index is read only,
 * and may be shared by many instances; the scratch room belongs to one.
 */

/** Tokens of the metadata, a hash table of 32-byte slots (see core/matching/metadataIndex.ts). */
export let tokens: u32 = 0;
export let tokenMask: u32 = 0;
/** Phrase edges, a hash table of 16-byte slots. */
export let edges: u32 = 0;
export let edgeMask: u32 = 0;
/** Bytes of tokens longer than 16. */
export let longTokens: u32 = 0;
/** Tokens of the longest entry. */
export let mostTokens: u32 = 0;

/** Token columns of a batch. */
export let batch: u32 = 0;
export let batchEnd: u32 = 0;
/** End of the tokens of each caption of the batch. */
export let captionEnds: u32 = 0;
/** Tokens that may begin a phrase. */
export let candidates: u32 = 0;
/** Tokens that a cache did not know. */
export let missed: u32 = 0;
/** Tokens and edges looked up lately (see tokens.ts, phrases.ts); zeros at first. */
export let tokenCache: u32 = 0;
export let edgeCache: u32 = 0;
/** One bit an edge of the index, at its hash; zeros at first. */
export let edgeFilter: u32 = 0;
/** By hash of an entry, which it was and in what caption. */
export let lastSeen: u32 = 0;
/** Name of the caption field. */
export let fieldName: u32 = 0;
export let fieldLength: u32 = 0;
/** Of a record that JavaScript read, its hashed key: two lanes, and 1, or 0 where it has none. */
export let jsonKey: u32 = 0;

/** Columns of the captions found. */
export let lineStarts: u32 = 0;
export let captionLines: u32 = 0;
export let keyLanes: u32 = 0;
export let matchStart: u32 = 0;
export let keyless: u32 = 0;
export let mostCaptions: u32 = 0;
export let entryIds: u32 = 0;
export let entryIdsEnd: u32 = 0;
/** Blank and rejected lines: number and reason. */
export let otherLines: u32 = 0;

export function setIndex(
  tokensAt: u32,
  tokenSlots: u32,
  edgesAt: u32,
  edgeSlots: u32,
  longTokensAt: u32,
  tokensOfLongestEntry: u32,
): void {
  tokens = tokensAt;
  tokenMask = tokenSlots - 1;
  edges = edgesAt;
  edgeMask = edgeSlots - 1;
  longTokens = longTokensAt;
  mostTokens = tokensOfLongestEntry;
}

export function setScratch(
  batchAt: u32,
  batchEndAt: u32,
  captionEndsAt: u32,
  candidatesAt: u32,
  missedAt: u32,
  tokenCacheAt: u32,
  edgeCacheAt: u32,
  edgeFilterAt: u32,
  lastSeenAt: u32,
  fieldNameAt: u32,
  jsonKeyAt: u32,
): void {
  batch = batchAt;
  batchEnd = batchEndAt;
  captionEnds = captionEndsAt;
  candidates = candidatesAt;
  missed = missedAt;
  tokenCache = tokenCacheAt;
  edgeCache = edgeCacheAt;
  edgeFilter = edgeFilterAt;
  lastSeen = lastSeenAt;
  fieldName = fieldNameAt;
  jsonKey = jsonKeyAt;
}

export function setColumns(
  captions: u32,
  lineStartsAt: u32,
  keyLanesAt: u32,
  keylessAt: u32,
  matchStartAt: u32,
  captionLinesAt: u32,
  otherLinesAt: u32,
  entryIdsAt: u32,
  ids: u32,
): void {
  mostCaptions = captions;
  lineStarts = lineStartsAt;
  keyLanes = keyLanesAt;
  keyless = keylessAt;
  matchStart = matchStartAt;
  captionLines = captionLinesAt;
  otherLines = otherLinesAt;
  entryIds = entryIdsAt;
  entryIdsEnd = entryIdsAt + (ids << 2);
}

export function setFieldLength(length: u32): void {
  fieldLength = length;
}
