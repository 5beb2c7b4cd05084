import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandLines } from "../../../src/app/learn/commandLines.ts";
import { parseArguments } from "../../../src/cli/arguments.ts";

const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((name) => !/[\0/\r\n]/.test(name));

/** A command's words as a shell reads them, without its name and where its output goes. */
function wordsOf(command: string): string[] {
  const script = `headtail() { printf '%s\\0' "$@"; }\n${command.replace(/ > [\w.]+$/, "")}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("the command lines", () => {
  it("read as what they are", () => {
    const inputs = {
      metadata: "list.json",
      files: ["my photos.jsonl"],
      field: "alt",
      t: 68,
      seed: 3,
    };
    expect(commandLines(inputs)).toEqual([
      "headtail count --metadata list.json --field alt 'my photos.jsonl' > counts.json",
      "headtail balance --metadata list.json --counts counts.json -t 68 --seed 3 --field alt 'my photos.jsonl' > balanced.jsonl",
    ]);
  });

  it.skipIf(process.platform === "win32")(
    "are taken by a shell and the program as they are meant, whatever the files are called",
    () => {
      fc.assert(
        fc.property(
          anyName,
          fc.array(anyName, { minLength: 1, maxLength: 3 }),
          fc.option(anyName.filter((name) => !name.startsWith("-"))),
          fc.integer({ min: 1, max: 10 ** 7 }),
          fc.nat(2 ** 32 - 1),
          (metadata, files, field, t, seed) => {
            const [count, balance] = commandLines({ metadata, files, field, t, seed }).map((line) =>
              parseArguments(wordsOf(line)),
            );
            const path = (name: string) => (name.startsWith("-") ? `./${name}` : name);
            const inputs = { metadata: path(metadata), field, json: false, files: files.map(path) };
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
