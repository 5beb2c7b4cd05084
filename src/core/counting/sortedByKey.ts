const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Digits of a key of 32 bits. */
const PLACES = 3;

/**
 * Ids sorted by a key, equal ones staying in order: a radix sort, in time that is linear in the ids.
 *
 * @param ids stay as they are
 * @param keyOf gives an integer from 0 to 2^32 − 1
 */
export function sortedByKey(
  ids: Uint32Array,
  keyOf: (id: number) => number,
  descending = false,
): Uint32Array {
  const flip = descending ? -1 : 0;
  let from: Keyed = { ids, keys: new Uint32Array(ids.length) };
  let to: Keyed | null = null;
  const starts = new Uint32Array(PLACES * DIGITS);
  for (let i = 0; i < ids.length; i++) {
    const key = keyOf(ids[i]) ^ flip;
    from.keys[i] = key;
    for (let place = 0; place < PLACES; place++) starts[digitOf(key, place)]++;
  }
  for (let place = 0; place < PLACES; place++) {
    const counts = starts.subarray(place * DIGITS, (place + 1) * DIGITS);
    // All ids have the same digit.
    if (counts.includes(ids.length)) continue;
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      start += counts[digit];
      counts[digit] = start - counts[digit];
    }
    to ??= newKeyed(ids.length);
    for (let i = 0; i < ids.length; i++) {
      const key = from.keys[i];
      const at = starts[digitOf(key, place)]++;
      to.keys[at] = key;
      to.ids[at] = from.ids[i];
    }
    [from, to] = [to, from.ids === ids ? null : from];
  }
  return from.ids;
}

/** Where the digit of a key is counted. */
function digitOf(key: number, place: number): number {
  return place * DIGITS + ((key >>> (place * DIGIT_BITS)) & (DIGITS - 1));
}

interface Keyed {
  readonly ids: Uint32Array;
  readonly keys: Uint32Array;
}

function newKeyed(length: number): Keyed {
  return { ids: new Uint32Array(length), keys: new Uint32Array(length) };
}
