/** Numbers from 0, a bit each. */
export interface NumberSet {
  add(number: number): void;
  has(number: number): boolean;
}

export function numberSet(): NumberSet {
  let bits = new Uint8Array(1024);
  return {
    add(number) {
      const at = number >>> 3;
      if (at >= bits.length) {
        const more = new Uint8Array(Math.max(at + 1, bits.length * 2));
        more.set(bits);
        bits = more;
      }
      bits[at] |= 1 << (number & 7);
    },
    has: (number) => ((bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0,
  };
}
