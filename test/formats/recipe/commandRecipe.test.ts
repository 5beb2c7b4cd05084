import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parseArguments } from "../../../src/cli/arguments.ts";
import { commandRecipe } from "../../../src/formats/recipe/commandRecipe.ts";
import { NO_FILTERS } from "../../../src/formats/records/filters.ts";

const folder = mkdtempSync(join(tmpdir(), "headtail-commands-"));
afterAll(() => rmSync(folder, { recursive: true }));

const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((name) => !/[\0/\r\n]/.test(name));

/** The words of both commands as a shell reads them, without where their output goes. */
function wordsOf(commands: string): string[][] {
  const script = `headtail() { printf '%s\\0' "$@" "" >&2; }\n${commands}`;
  const { stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8", cwd: folder });
  return stderr.split("\0\0", 2).map((words) => words.split("\0"));
}

describe("the commands", () => {
  const inputs = {
    metadata: "list.json",
    files: ["my photos.jsonl", "more.jsonl"],
    field: "alt",
    t: 68,
    seed: 3,
  };

  it("read as what they are", () => {
    expect(commandRecipe(inputs)).toBe(`headtail count \\
  --metadata list.json \\
  --field=alt \\
  'my photos.jsonl' more.jsonl \\
  > counts.json

headtail balance \\
  --metadata list.json \\
  --counts counts.json \\
  -t 68 --seed 3 \\
  --field=alt \\
  'my photos.jsonl' more.jsonl \\
  > balanced.jsonl`);
  });

  it("name the program and the files they write as they are told", () => {
    const names = { program: "npx headtail", counts: "-c.json", subset: "the subset.jsonl" };
    expect(
      commandRecipe({ ...inputs, ...names, field: null, files: ["a.jsonl"] }),
    ).toBe(`npx headtail count \\
  --metadata list.json \\
  a.jsonl \\
  > ./-c.json

npx headtail balance \\
  --metadata list.json \\
  --counts ./-c.json \\
  -t 68 --seed 3 \\
  a.jsonl \\
  > 'the subset.jsonl'`);
  });

  it.skipIf(process.platform === "win32")(
    "are taken by a shell and the program as they are meant, whatever the files are called",
    () => {
      fc.assert(
        fc.property(
          anyName,
          fc.array(anyName, { minLength: 1, maxLength: 3 }),
          fc.option(anyName),
          fc.oneof(fc.integer({ min: 1, max: 10 ** 7 }), fc.constantFrom(12.5, 1e21)),
          fc.nat(2 ** 32 - 1),
          (metadata, files, field, t, seed) => {
            const commands = commandRecipe({ metadata, files, field, t, seed });
            const [count, balance] = wordsOf(commands).map(parseArguments);
            const path = (name: string) => (name.startsWith("-") ? `./${name}` : name);
            const inputs = {
              metadata: path(metadata),
              field,
              uid: null,
              filters: NO_FILTERS,
              json: false,
              files: files.map(path),
            };
            expect(count).toEqual({ command: "count", ...inputs });
            expect(balance).toEqual({
              command: "balance",
              ...inputs,
              counts: "counts.json",
              fixed: { t },
              seed,
            });
          },
        ),
        { numRuns: 30 },
      );
    },
  );
});
