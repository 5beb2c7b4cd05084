import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../src/app/theme.css", import.meta.url), "utf8");
const PAIRS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }] as const,
  ),
);

/** Relative luminance by WCAG 2. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Texts and what they stand on. */
const TEXTS: Record<string, readonly string[]> = {
  text: ["page", "surface", "raised", "head-soft", "tail-soft", "t-soft", "danger-soft"],
  muted: ["page", "surface", "raised"],
  "head-text": ["surface", "raised", "head-soft"],
  "tail-text": ["surface", "raised", "tail-soft"],
  t: ["page", "surface", "raised", "t-soft"],
  balanced: ["surface", "raised"],
  danger: ["surface", "danger-soft"],
  "on-action": ["action"],
};

/** Lines, marks and edges without which something could not be seen, and what they stand on. */
const GRAPHICS: Record<string, readonly string[]> = {
  head: ["surface"],
  tail: ["surface"],
  t: ["surface", "head-soft", "tail-soft"],
  balanced: ["surface"],
  text: ["surface", "head-soft", "tail-soft"],
  field: ["page", "surface"],
};

function cases(of: Record<string, readonly string[]>) {
  return Object.entries(of).flatMap(([front, backs]) =>
    backs.flatMap((back) => (["light", "dark"] as const).map((theme) => ({ front, back, theme }))),
  );
}

function contrastOf({ front, back, theme }: ReturnType<typeof cases>[number]): number {
  return contrast(PAIRS.get(front)?.[theme] ?? "", PAIRS.get(back)?.[theme] ?? "");
}

describe("contrast, by WCAG 2", () => {
  it("is 21 of black on white and 1 of a colour on itself", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#0877bd", "#0877bd")).toBe(1);
  });

  it.each(cases(TEXTS))("is at least 4.5 of $front as text on $back, $theme", (of) => {
    expect(contrastOf(of)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(cases(GRAPHICS))("is at least 3 of $front as a line on $back, $theme", (of) => {
    expect(contrastOf(of)).toBeGreaterThanOrEqual(3);
  });

  it("keeps head, tail and t in the colours that they have everywhere", () => {
    expect(PAIRS.get("head")).toEqual({ light: "#d97706", dark: "#f6a94a" });
    expect(PAIRS.get("tail")).toEqual({ light: "#0877bd", dark: "#58b4ee" });
    expect(PAIRS.get("t")).toEqual({ light: "#a21caf", dark: "#e879f9" });
  });
});
