import { entryProbability } from "../../core/balancing/probability.ts";
import { formatCount } from "../parts/format.ts";

/** The method as a program of ten lines. */
export const TEN_LINES = [
  "for each entry e of the metadata",
  "  c[e] = captions that hold e",
  "for each caption",
  "  matched = entries it holds",
  "  kept = no",
  "  for each e of matched",
  "    chance = min(1, t / c[e])",
  "    u = draw(seed, caption, e)",
  "    if u < chance: kept = yes",
  "  if kept: write the caption",
] as const;

/** The program at one of its lines, run with one caption. */
export interface Step {
  /** From 1. */
  readonly line: number;
  /** What the line does, with its values. */
  readonly says: string;
  /** The variables after it, in the order in which they came. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** What the program runs with. */
export interface ProgramInputs {
  readonly text: string;
  /** Entries in the metadata. */
  readonly metadata: number;
  readonly t: number;
  readonly seed: number;
  readonly entries: readonly {
    readonly entry: string;
    readonly count: number;
    readonly draw: number;
  }[];
}

/** Every step of the program for one caption. */
export function stepsOf({ text, metadata, t, seed, entries }: ProgramInputs): Step[] {
  const steps: Step[] = [];
  const values = new Map<string, string>();
  const step = (line: number, says: string, changed: Record<string, string> = {}) => {
    for (const [name, value] of Object.entries(changed)) values.set(name, value);
    steps.push({ line, says, values: Array.from(values, ([name, value]) => ({ name, value })) });
  };
  const counts = entries.map(({ entry, count }) => `${quoted(entry)} ${formatCount(count)}`);
  const matched = `{${entries.map(({ entry }) => entry).join(", ")}}`;
  let kept = false;

  step(1, `The metadata has ${formatCount(metadata)} entries. This is done once for all captions.`);
  step(2, `The counts that this caption needs: ${counts.join(", ") || "none"}.`);
  step(3, "Now the captions, one by one. This is ours.", { caption: text });
  step(4, `It is now a set of entries: ${matched}.`, { matched });
  step(5, "Nothing speaks for it yet.", { kept: "no" });
  for (const { entry, count, draw } of entries) {
    const chance = entryProbability(count, t);
    const isBelow = draw < chance;
    const side = count < t ? "tail" : "head";
    kept ||= isBelow;
    values.delete("chance");
    values.delete("u");
    step(6, `The next entry is ${quoted(entry)}: ${side}, with ${formatCount(count)}.`, {
      e: entry,
    });
    step(7, `min(1, ${formatCount(t)} / ${formatCount(count)}) is ${decimals(chance)}.`, {
      chance: decimals(chance),
    });
    step(8, `With seed ${seed}, its draw is ${decimals(draw)}.`, { u: decimals(draw) });
    const outcome = isBelow
      ? "so it is kept"
      : kept
        ? "but another entry has kept it"
        : "so that does not keep it";
    step(9, `${decimals(draw)} is ${isBelow ? "" : "not "}below ${decimals(chance)}, ${outcome}.`, {
      kept: kept ? "yes" : "no",
    });
  }
  step(10, kept ? "The caption stays." : "No entry kept it: the caption goes.");
  return steps;
}

function quoted(entry: string): string {
  return `“${entry}”`;
}

function decimals(value: number): string {
  return value === 1 ? "1" : value.toFixed(3);
}
