/**
 * The matches of many captions as columns: caption i holds the entries
 * `entryIds[matchStart[i]]` to `entryIds[matchStart[i + 1] - 1]`, in order of first appearance, none
 * twice.
 */
export interface CaptionMatches {
  /** Offsets into `entryIds`, one more than there are captions. */
  readonly matchStart: Uint32Array;
  readonly entryIds: Uint32Array;
}
