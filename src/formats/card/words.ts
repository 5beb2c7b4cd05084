/** 1234567 → “1,234,567”. */
export function formatCount(n: number): string {
  return n.toLocaleString("en", { maximumFractionDigits: 0 });
}

/** Thresholds and expected numbers: as they are, but of a fraction one digit. */
export function formatAmount(n: number): string {
  return n.toLocaleString("en", { maximumFractionDigits: 1 });
}

/** A part of a whole: 3 of 50 → “6.0%”, all of it “100%”, and “0.0%” of nothing. */
export function formatShare(part: number, whole: number, digits = 1): string {
  if (part === whole && whole > 0) return "100%";
  return `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(digits)}%`;
}

/** For axes: 20000 → “20k”. */
export function formatShort(n: number): string {
  return n
    .toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 })
    .replace("K", "k");
}

/** A number with its noun: 1 → “1 caption”. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** On one line, and as UTF-8 can hold it: a lone surrogate becomes U+FFFD. */
export function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replace(/\p{Cs}/gu, "\ufffd");
}
