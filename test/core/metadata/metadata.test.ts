import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetadata, entryIdsOf, entryOf } from "../../../src/core/metadata/metadata.ts";
import { lanesOf } from "../support/pool.ts";

describe("metadata", () => {
  it("gives every entry back by its position", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", minLength: 1 })), (entries) => {
        const metadata = createMetadata(entries);
        expect(entries.map((_, id) => entryOf(metadata, id))).toEqual(entries);
      }),
    );
  });

  it("hashes every entry as keys are hashed, wherever it stands in the list", () => {
    const { lanes } = createMetadata(["dog", "café", "hot dog"]);
    expect([...lanes]).toEqual([
      ...lanesOf(["dog"]),
      ...lanesOf(["café"]),
      ...lanesOf(["hot dog"]),
    ]);
  });

  it("finds entries by their text, and nothing for a text that is none", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary", minLength: 1 }), { maxLength: 20 }),
        fc.array(fc.string({ unit: "binary", minLength: 1 })),
        (entries, others) => {
          const wanted = [...others, ...entries];
          const ids = wanted.map((text) => entries.indexOf(text)).map((id) => (id < 0 ? null : id));
          expect(entryIdsOf(createMetadata(entries), wanted)).toEqual(ids);
        },
      ),
    );
  });
});
