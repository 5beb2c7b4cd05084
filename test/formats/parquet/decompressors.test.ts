import { beforeAll, describe, expect, it, vi } from "vitest";
import { readParquet } from "../../../src/formats/parquet/readParquet.ts";
import { allOf, type DuckDb, hasDuckDb, memorySource, openDuckDb } from "./support.ts";

const started = vi.fn(() => Promise.reject(new Error("refused")));
vi.mock("zstddec", () => ({
  ZSTDDecoder: class {
    init = started;
  },
}));

describe.skipIf(!hasDuckDb)("a file compressed with zstd", () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });

  it("is read where the fast decoder cannot be started", async () => {
    const bytes = await db.write("SELECT 'dog ' || i AS text FROM range(3) AS r(i)", "CODEC zstd");
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual([{ text: "dog 0" }, { text: "dog 1" }, { text: "dog 2" }]);
    expect(started).toHaveBeenCalled();
  });
});
