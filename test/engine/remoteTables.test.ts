import { describe, expect, it } from "vitest";
import { createRemoteTables } from "../../src/engine/remoteTables.ts";
import { joinBytes } from "../../src/formats/joinBytes.ts";
import { parquetWriter } from "../../src/formats/parquet/parquetWriter.ts";
import { bytesOf, planRanges } from "../../src/formats/parquet/rangePlan.ts";
import { workersInNode } from "./support/workersInNode.ts";

/** Of two row groups and a part: it is as long as that takes. */
const ROWS = 230_000;

const table = tableOf(ROWS);

function tableOf(rows: number): Uint8Array<ArrayBuffer> {
  const writer = parquetWriter([
    { name: "id", type: "INT64" },
    { name: "image", type: "STRING" },
    { name: "TEXT", type: "STRING" },
    { name: "lang", type: "STRING" },
    { name: "tags", type: "STRING_LIST" },
  ]);
  const ids = Array.from({ length: rows }, (_, i) => i);
  const parts = writer.add([
    ids,
    ids.map((i) => `${(i * 7919) % 99991}${"x".repeat(i % 50)}${(i * 104_729) % 999_983}`),
    ids.map((i) => `a dog of “${i}”`),
    ids.map((i) => (i % 3 === 0 ? null : "en")),
    ids.map((i) => (i % 2 === 0 ? [`tag ${i}`] : [])),
  ]);
  return joinBytes([parts, writer.finish()]) as Uint8Array<ArrayBuffer>;
}

/** A file elsewhere, and what was asked of it. */
function remote(bytes = table) {
  const asked = { ranges: [] as [number, number][], bytes: 0, atOnce: 0, mostAtOnce: 0 };
  return {
    asked,
    name: "far.parquet",
    size: bytes.length,
    async read(start: number, end: number) {
      asked.ranges.push([start, end]);
      asked.bytes += end - start;
      asked.mostAtOnce = Math.max(asked.mostAtOnce, ++asked.atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      asked.atOnce--;
      return bytes.slice(start, end).buffer;
    },
  };
}

const tables = createRemoteTables(workersInNode().startConvert);
const { signal } = new AbortController();

async function textOf(
  file: ReturnType<typeof remote>,
  columns: readonly string[],
  rows: number,
  look?: Awaited<ReturnType<typeof tables.lookAtTable>>,
) {
  const parts: Blob[] = [];
  const told: number[] = [];
  const onRows = (part: Blob, sum: number) => {
    parts.push(part);
    told.push(sum);
  };
  const take = { columns, rows, ...(look && { look }) };
  const written = await tables.tableText(file, take, { signal, onRows });
  const lines = (await new Blob(parts).text()).split("\n");
  expect(lines.pop()).toBe("");
  return { written, told, lines };
}

describe("a table elsewhere", () => {
  it("tells its columns and the usual ones among them, by its footer alone", async () => {
    const file = remote();
    const look = await tables.lookAtTable(file, signal);
    expect(look.shape.rows).toBe(ROWS);
    expect(look.usual).toEqual(["id", "image", "TEXT", "lang"]);
    expect(look.leaves).toEqual([[0], [1], [2], [3], [4]]);
    expect(file.asked.bytes).toBeLessThan(2 ** 19 + 5);
  });

  it("gives some columns as lines, by their bytes alone and two requests at a time", async () => {
    const file = remote();
    const look = await tables.lookAtTable(file, signal);
    const fetched = remote();
    const columns = ["TEXT", "id", "lang"];
    const { written, told, lines } = await textOf(fetched, columns, ROWS, look);
    expect([written, told.at(-1), lines.length]).toEqual([ROWS, ROWS, ROWS]);
    for (const i of [0, 1, 99_999, 100_000, ROWS - 1]) {
      const language = i % 3 === 0 ? null : "en";
      expect(JSON.parse(lines[i])).toEqual({ id: i, TEXT: `a dog of “${i}”`, lang: language });
    }
    expect(fetched.asked.mostAtOnce).toBe(2);
    expect(fetched.asked.bytes).toBe(
      bytesOf(planRanges(look.shape.footer.groups, [2, 0, 3], ROWS)),
    );
    expect(fetched.asked.bytes).toBeLessThan(table.length / 2);
  });

  it("gives the first rows, of a row group as much as they take", async () => {
    const file = remote();
    const look = await tables.lookAtTable(file, signal);
    const fetched = remote();
    const { written, lines } = await textOf(fetched, ["tags", "TEXT"], 10_000, look);
    expect([written, lines.length]).toEqual([10_000, 10_000]);
    expect(JSON.parse(lines[9998])).toEqual({ TEXT: "a dog of “9998”", tags: ["tag 9998"] });
    const { bytes } = look.shape.columns[2];
    expect(fetched.asked.bytes).toBeLessThan(bytes);
  });

  it("is read without having been looked at", async () => {
    const { written, lines } = await textOf(remote(tableOf(3)), ["id"], 100);
    expect([written, lines]).toEqual([3, ['{"id":0}', '{"id":1}', '{"id":2}']]);
  });

  it("gives the rows before what cannot be fetched, and says why it ends", async () => {
    const file = remote();
    const look = await tables.lookAtTable(file, signal);
    const [, second] = look.shape.footer.groups;
    const broken = {
      ...file,
      async read(start: number, end: number) {
        if (start >= second.chunks[0].start) throw new Error("It broke off.");
        return file.read(start, end);
      },
    };
    let rows = 0;
    const reading = tables.tableText(
      broken,
      { columns: ["id", "TEXT"], rows: ROWS, look },
      {
        signal,
        onRows: (_, sum) => {
          rows = sum;
        },
      },
    );
    await expect(reading).rejects.toThrow("It broke off.");
    expect(rows).toBeGreaterThan(90_000);
    expect(rows).toBeLessThanOrEqual(100_000);
  });

  it("says what is no table, and which column is not there", async () => {
    const none = remote(new TextEncoder().encode("<!doctype html><p>Not Found</p>"));
    await expect(tables.lookAtTable(none, signal)).rejects.toThrow(
      /^far\.parquet is not a Parquet file/,
    );
    await expect(textOf(remote(tableOf(3)), ["note"], 1)).rejects.toThrow(
      /^far\.parquet has no column "note"/,
    );
  });

  it("ends at once when cancelled", async () => {
    const controller = new AbortController();
    const file = { ...remote(), read: () => new Promise<ArrayBuffer>(() => {}) };
    const looking = tables.lookAtTable(file, controller.signal);
    controller.abort();
    await expect(looking).rejects.toThrow(/abort/i);
  });
});
