const integers = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 1234567 → “1,234,567”. */
export function formatCount(n: number): string {
  return integers.format(n);
}

/** In three digits: 412345 → “412,000”. */
export function formatRounded(n: number): string {
  return rounded.format(Math.round(n));
}

/** An estimate in three digits: 412345 → “≈ 412,000”. */
export function formatEstimate(n: number): string {
  return `≈ ${formatRounded(n)}`;
}

/** For axes: 20000 → “20k”. */
export function formatShort(n: number): string {
  return compact.format(n).replace("K", "k");
}

/** 0.0599 → “6.0%”; digits after the point as asked for. */
export function formatShare(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`;
}

/** A chance from 0 to 1 in two digits that never rounds to certainty: 0.998 → “0.99+”. */
export function formatChance(chance: number): string {
  if (chance < 1 && chance >= 0.995) return "0.99+";
  if (chance > 0 && chance < 0.005) return "<0.01";
  return chance.toFixed(2);
}

/** Bytes in decimal units: 61500000 → “61.5 MB”. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.95 && unit < units.length - 1);
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** A number with its noun: 1 → “1 caption”. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}
