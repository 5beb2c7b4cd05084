import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { seenCaptions } from "../../../src/formats/records/duplicates.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("captions that were seen", () => {
  it("are found again, also after the table grew", () => {
    const seen = seenCaptions();
    const text = (i: number) => `photo ${i} of a dog`;
    for (let round = 0; round < 2; round++) {
      let added = 0;
      for (let i = 0; i < 200_000; i++) added += Number(seen.add(text(i), null));
      expect(added).toBe(round === 0 ? 200_000 : 0);
    }
    expect(seen.add(text(200_000), null)).toBe(true);
  });

  it("are told by text and URL, neither of which runs into the other", () => {
    const unit = fc.constantFrom("a", "b", "é", "ÿ", "🐶", "\ud83d", "\udc36", "\0");
    const anyPart = fc.array(unit, { maxLength: 3 }).map((units) => units.join(""));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyPart, fc.option(anyPart)), { maxLength: 60 }),
        (captions) => {
          const seen = seenCaptions();
          const known = new Set<string>();
          for (const [text, url] of captions) {
            const key = JSON.stringify([text, url]);
            expect(seen.add(text, url)).toBe(!known.has(key));
            known.add(key);
          }
        },
      ),
    );
  });

  it("may be long", () => {
    const seen = seenCaptions();
    const long = "日".repeat(100_000);
    expect([seen.add(long, long), seen.add(`${long}a`, long), seen.add(long, long)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("are forgotten by none when there is no memory for more", () => {
    const seen = seenCaptions();
    let added = 0;
    const addMore = () => {
      while (added < 100_000 && seen.add(`${added}`, null)) added++;
    };
    vi.stubGlobal("Uint32Array", function none() {
      throw new RangeError("Array buffer allocation failed");
    });
    expect(addMore).toThrow(
      new InputError(
        "There is no memory to remember more than 45,875 captions, which finding duplicates takes. Turn off the filter of duplicates, or give fewer captions at once.",
      ),
    );
    vi.unstubAllGlobals();
    expect(added).toBe(45_875);
    expect(seen.add("0", null)).toBe(false);
    addMore();
    expect(added).toBe(100_000);
  });
});
