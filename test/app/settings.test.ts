import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  movedBetween,
  NO_HISTORY,
  redone,
  remember,
  undone,
} from "../../src/app/session/history.ts";
import {
  CAPTION_KINDS,
  completeSettings,
  DEFAULT_SETTINGS,
  ENTRY_SORTS,
  ENTRY_STATUSES,
  formatAddress,
  LARGEST_SEED,
  NO_LIMIT,
  PANELS,
  parseAddress,
  type Settings,
  settingsOnArrival,
  VARIANTS,
  VIEWS,
} from "../../src/app/session/settings.ts";

const { entries, captions } = DEFAULT_SETTINGS;
const anySeed = fc.integer({ min: 0, max: LARGEST_SEED });
const anyShare = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs);
const anyThreshold = fc.oneof(
  fc.integer({ min: 1, max: 10 ** 9 }).map((t) => ({ fixed: "t" as const, t })),
  anyShare.map((p) => ({ fixed: "p" as const, p })),
);
const rangeOf = (number: fc.Arbitrary<number>) =>
  fc.option(
    fc.oneof(
      fc.tuple(number, number).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      number.map((from) => ({ from, to: NO_LIMIT })),
    ),
  );
const anySettings: fc.Arbitrary<Settings> = fc.record({
  version: fc.constant(1),
  threshold: anyThreshold,
  seed: anySeed,
  view: fc.constantFrom(...VIEWS),
  panel: fc.constantFrom(...PANELS),
  entries: fc.record({
    search: fc.constant(""),
    sort: fc.constantFrom(...ENTRY_SORTS),
    descending: fc.boolean(),
    file: fc.constant(null),
    status: fc.constantFrom(null, ...ENTRY_STATUSES),
    counts: rangeOf(fc.nat()),
  }),
  captions: fc.record({
    kind: fc.constantFrom(...CAPTION_KINDS),
    text: fc.constant(""),
    entries: fc.constant([]),
    hold: fc.constant("all"),
    file: fc.constant(null),
    matches: rangeOf(fc.nat()),
    chance: rangeOf(anyShare),
    counts: rangeOf(fc.nat()),
  }),
  variant: fc.constantFrom(...VARIANTS),
  statement: fc.constant(""),
  pinned: fc.option(fc.record({ threshold: anyThreshold, seed: anySeed })),
  largerPool: fc.option(fc.integer({ min: 1, max: 10 ** 12 })),
  lesson: fc.option(fc.integer({ min: 1, max: 6 })),
});

describe("the address", () => {
  it("carries every setting and gives it back", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(parseAddress(`#${formatAddress(settings)}`)).toEqual(settings);
      }),
    );
  });

  it("is empty for settings that are all as by default", () => {
    expect(formatAddress(DEFAULT_SETTINGS)).toBe("");
    expect(parseAddress("")).toEqual(DEFAULT_SETTINGS);
  });

  it("holds nothing that was typed or chosen from the data", () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      entries: { ...entries, search: "secret", file: 2 },
      captions: { ...captions, text: "secret", entries: ["secret"], file: 3 },
      statement: "SELECT 'secret'",
    };
    expect(formatAddress(settings)).toBe("");
  });

  it("is read as by default where it is wrong", () => {
    for (const wrong of [
      "p=2&seed=-1&view=pie&panel=x&lesson=9",
      "t=0&counts=9..3&matches=1&chance=a..b&captions=all",
      "t=nothing&pinned=x4&sort=-size&variant=mine&status=rare",
      "t=0&counts=9..3&matches=1&chance=a..b&of-counts=..4&captions=all",
      "%E0%A4%A&=&&==",
    ]) {
      expect(parseAddress(wrong)).toEqual(DEFAULT_SETTINGS);
    }
  });
});

describe("the settings on arrival", () => {
  const kept: Settings = {
    ...DEFAULT_SETTINGS,
    seed: 7,
    captions: { ...captions, text: "secret", entries: ["dog"] },
  };

  it("are those that were kept, with what was typed, where the address asks for nothing else", () => {
    expect(settingsOnArrival("", kept)).toEqual(kept);
    expect(settingsOnArrival("#seed=7", kept)).toEqual(kept);
    expect(settingsOnArrival("#seed=8", kept)).toEqual({ ...DEFAULT_SETTINGS, seed: 8 });
    expect(settingsOnArrival("#seed=8", null)).toEqual({ ...DEFAULT_SETTINGS, seed: 8 });
  });

  it("are completed where an older Headtail kept fewer, and dropped where they are of another kind", () => {
    const { text: _, ...older } = kept.captions;
    const written = JSON.parse(JSON.stringify({ ...kept, view: undefined, captions: older }));
    expect(completeSettings(written)).toEqual({
      ...kept,
      captions: { ...kept.captions, text: "" },
    });
    expect(completeSettings({ ...kept, version: 2 } as never)).toBeNull();
    expect(completeSettings(null)).toBeNull();
  });
});

describe("a move", () => {
  const change = (changed: Partial<Settings>): Settings => ({ ...DEFAULT_SETTINGS, ...changed });

  it("is what is dragged or typed, not what is chosen", () => {
    const moves: [Partial<Settings>, string | null][] = [
      [{ threshold: { fixed: "t", t: 9 } }, "t"],
      [{ threshold: { fixed: "p", p: 0.5 } }, "p"],
      [{ entries: { ...entries, search: "d" } }, "entrySearch"],
      [{ entries: { ...entries, counts: { from: 1, to: 2 } } }, "entryCounts"],
      [{ captions: { ...captions, text: "d" } }, "captionText"],
      [{ captions: { ...captions, chance: { from: 0, to: 1 } } }, "captionChance"],
      [{ seed: 1 }, null],
      [{ panel: "sql" }, null],
      [{ captions: { ...captions, kind: "edge" } }, null],
      [{ entries: { ...entries, sort: "entry" } }, null],
    ];
    for (const [changed, move] of moves) {
      expect(movedBetween(DEFAULT_SETTINGS, change(changed))).toBe(move);
    }
  });
});

describe("undo and redo", () => {
  const at = (t: number): Settings => ({ ...DEFAULT_SETTINGS, threshold: { fixed: "t", t } });

  it("go back and forth through every step", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }), (steps) => {
        let history = NO_HISTORY;
        let now = at(1);
        for (const t of steps) {
          history = remember(history, now, false);
          now = at(t);
        }
        const seen = [now];
        for (let gone = undone(history, now); gone; gone = undone(history, now)) {
          ({ settings: now, history } = gone);
          seen.unshift(now);
        }
        expect(seen).toEqual([at(1), ...steps.map(at)]);
        for (let gone = redone(history, now); gone; gone = redone(history, now)) {
          ({ settings: now, history } = gone);
        }
        expect(now).toEqual(at(steps[steps.length - 1]));
      }),
    );
  });

  it("take a drag as one step, and forget what was undone when something is changed", () => {
    let history = remember(NO_HISTORY, at(1), false);
    history = remember(history, at(2), true);
    history = remember(history, at(3), true);
    const back = undone(history, at(4));
    expect(back?.settings).toEqual(at(1));
    expect(undone(back!.history, at(1))).toBeNull();
    expect(redone(remember(back!.history, at(1), false), at(7))).toBeNull();
  });
});
