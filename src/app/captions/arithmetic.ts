import { formatCount } from "../parts/format.ts";

/** A draw u in [0, 1), or a share t / c: four digits after the point, never rounded up to 1. */
export function formatUnit(value: number): string {
  if (value === 0 || value === 1) return String(value);
  if (value < 0.0001) return value.toExponential(1);
  return (Math.floor(value * 10_000) / 10_000).toFixed(4);
}

/**
 * u · c, in as many digits as it takes to see on which side of t it lies.
 *
 * @param t a whole number
 */
export function formatProduct(value: number, t: number): string {
  for (let digits = value >= 100 ? 1 : 2; digits <= 10; digits++) {
    const shown = Number(value.toFixed(digits));
    if (shown !== t || value === t) return withDigits(value, digits);
  }
  return withDigits(value, 12);
}

function withDigits(value: number, digits: number): string {
  const [whole, fraction] = value.toFixed(digits).split(".");
  return `${formatCount(Number(whole))}.${fraction}`;
}

/** The least whole t at which a caption stays: tau < t. */
export function staysFrom(tau: number): number {
  return Math.floor(tau) + 1;
}
