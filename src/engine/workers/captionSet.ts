/** Some of the captions of a slice: bit i is set for caption i. */
export type CaptionSet = Uint32Array;

/** @param captions of the slice */
export function emptySet(captions: number): CaptionSet {
  return new Uint32Array(Math.ceil(captions / 32));
}

export function addTo(set: CaptionSet, caption: number): void {
  set[caption >>> 5] |= 1 << (caption & 31);
}

export function isIn(set: CaptionSet, caption: number): boolean {
  return ((set[caption >>> 5] >>> (caption & 31)) & 1) === 1;
}

export function sizeOf(set: CaptionSet): number {
  let size = 0;
  for (let word of set) for (; word !== 0; word &= word - 1) size++;
  return size;
}
