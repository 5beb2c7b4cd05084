import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataCardMarkdown } from "../../../src/formats/card/dataCardMarkdown.ts";
import { type SampleOptions, sampleCard } from "./samples.ts";

const PYTHON = "/usr/bin/python3";
const hasYaml = spawnSync(PYTHON, ["-c", "import yaml"]).status === 0;

const cardOf = (options: SampleOptions = {}) => dataCardMarkdown(sampleCard(options).card);

/** What a YAML reader finds between the first two lines of dashes. */
function yamlOf(markdowns: readonly string[]): Record<string, unknown>[] {
  const heads = markdowns.map((markdown) => markdown.split(/^---$/m)[1]);
  const script =
    "import json,sys,yaml; json.dump([yaml.safe_load(h) for h in json.load(sys.stdin)], sys.stdout)";
  const { stdout, stderr } = spawnSync(PYTHON, ["-c", script], {
    input: JSON.stringify(heads),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("the data card in Markdown", () => {
  it("tells figures, bands, entries, files and commands", () => {
    const { card, balanced } = sampleCard();
    const markdown = dataCardMarkdown(card);
    const { pool, kept } = card;
    expect(markdown).toContain(
      `${balanced.captionsKept} of 400 captions (${(kept.captions / 4).toFixed(1)}%)`,
    );
    for (const row of [
      "| Lines read | 402 | 2 gave no caption |",
      `| Matched captions | ${pool.matchedCaptions} |`,
      `| Matches | ${pool.matches.toLocaleString("en")} |`,
      "| Threshold t | 60 | as set |",
      `| Captions kept | ${kept.captions} |`,
      `| Matches kept | ${kept.matches} |`,
      "| Seed | 11 |",
      `| photos.jsonl | 400 | ${kept.captions} | 4,321 | captions in text | \`${"a1".repeat(32)}\` |`,
      `| photos-balanced.jsonl | ${kept.captions} | 1,050 | \`${"c3".repeat(32)}\` |`,
      `| list.json | 9 | 1 | \`${"b2".repeat(32)}\` |`,
    ]) {
      expect(markdown).toContain(row);
    }
    expect(markdown).toMatch(/\| Expected to be kept \| [\d.]+ ± \d+\.?\d? \|/);
    expect(markdown).toMatch(/\| 50–99 \| \d+ \| \d+ \| \d+\.\d% \| \d+ \| \d+(\.\d)?% \|/);
    const [top] = card.topEntries;
    expect(markdown).toContain(`| ${top.entry} | ${top.matches} | 60 | ${top.balanced} |`);
    expect(markdown).toContain("All of them lie in the first count band of the paper");
    expect(markdown).toContain("  -t 60 --seed 11 \\\n  --field=text \\\n  photos.jsonl \\\n");
    expect(markdown).toContain("\n\nsha256sum balanced.jsonl\n```");
    expect(markdown).toContain("None: every caption that was read was counted. 2 lines of");
    expect(markdown).toContain("the first of uid, uuid, id, key that its record has");
    expect(markdown.endsWith("\nWritten by Headtail 0.1.0.\n")).toBe(true);
  });

  it("says what was asked for: the tail share", () => {
    const markdown = cardOf({ manifest: { fixed: "p", p: 0.0625 } });
    expect(markdown).toContain("| 60 | from the tail share that was asked for, 6.25% |");
  });

  it("leaves out balanced counts that are not known", () => {
    const markdown = cardOf({ isBalanced: false });
    expect(markdown).toContain("| Count | Entries | Matches | Share |\n");
    expect(markdown).toContain("| Entry | Matches | Capped |\n");
    expect(markdown).not.toContain("Balanced |");
  });

  it("promises the same bytes only where the commands give them", () => {
    const { card } = sampleCard();
    const [file] = card.files;
    const sample = { oneIn: 3, linesPassedOver: 20 };
    const sampled = cardOf({ manifest: { files: [{ ...file, sample }] } });
    expect(sampled).toContain("captions in text; about one line in 3");
    expect(sampled).toContain("Of 1 file only a part was read");
    const first = cardOf({ manifest: { files: [{ ...file, sample: { firstBytes: 1000 } }] } });
    expect(first).toContain("only the lines that start in the first 1,000 bytes");
    for (const markdown of [sampled, first]) {
      expect(markdown).toContain("The commands read whole files, so give them the lines");
      expect(markdown).not.toContain("sha256sum");
    }
    const argument = "--length=3-20 words";
    const filtered = cardOf({
      details: { filters: [{ rule: "3 to 20 words", stopped: 1234, argument }] },
    });
    expect(filtered).toContain("| 3 to 20 words | 1,234 |");
    expect(filtered.split(`'${argument}' \\\n`)).toHaveLength(3);
    expect(filtered).toContain("sha256sum balanced.jsonl");
    const table = { ...card.subset, name: "photos.csv", shape: "csv" };
    const other = cardOf({ manifest: { subset: table } });
    expect(other).toContain("Its rows tell of the records of the sources that stay");
    expect(other).toContain("was exported in another shape");
    expect(other).not.toContain("sha256sum");
    const own = cardOf({ manifest: { subset: { ...table, shape: "same" } } });
    expect(own).toContain("sha256sum balanced.csv");
    const columns = cardOf({ manifest: { subset: { ...card.subset, withColumns: true } } });
    expect(columns).toContain("without the three fields more");
    expect(columns).not.toContain("sha256sum");
    const fields = cardOf({
      manifest: { files: [file, { ...file, name: "b.jsonl", captionField: "alt" }] },
    });
    expect(fields).toContain("  photos.jsonl b.jsonl \\\n");
    expect(fields).toContain("found for each file by itself");
    expect(fields).not.toContain("sha256sum");
  });

  it("speaks of a pool without matches", () => {
    const markdown = cardOf({ texts: ["nothing"] });
    expect(markdown).toContain("0 of 1 caption (0.0%)");
    expect(markdown).toContain("No entry has a match, so there is no distribution.");
    expect(markdown).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it("keeps its tables and fences whatever files and entries are called", () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, name, (entry, file) => {
        const odd = `${file}|\n\`\`\`\n# ${entry}`;
        const { card } = sampleCard();
        const markdown = dataCardMarkdown({
          ...card,
          name: odd,
          files: [{ ...card.files[0], name: odd }],
          metadata: { ...card.metadata, name: odd },
          topEntries: [{ entry: `${entry}|${file}`, matches: 3, balanced: 2 }],
          filters: [{ rule: odd, stopped: 1, argument: "--length=3-20" }],
        });
        const [before, after] = markdown.split(/^`{4,}sh\n[\s\S]*?\n`{4,}$/m);
        expect(after).toContain("What this card does not say");
        expect(before.match(/^## /gm)).toHaveLength(8);
        expect(before.match(/^# /gm)).toHaveLength(2);
        const rows = before.split("\n").filter((line) => line.startsWith("| "));
        const cells = (row: string) => row.replace(/\\./g, "").split("|").length - 2;
        const top = rows.findIndex((row) => row.startsWith("| Entry |"));
        expect(rows.slice(top, top + 3).map(cells)).toEqual([5, 5, 5]);
        const made = rows.findIndex((row) => row.startsWith("| File | Captions | Kept |"));
        expect(rows.slice(made, made + 3).map(cells)).toEqual([6, 6, 6]);
      }),
      { numRuns: 50 },
    );
  });
});

describe.skipIf(!hasYaml)("the YAML head of a data card", () => {
  it("holds what is known", () => {
    const [plain, more] = yamlOf([
      cardOf(),
      cardOf({ details: { languages: ["en", "no"], hasImages: true } }),
    ]);
    expect(plain).toEqual({
      pretty_name: "Photos",
      license: "unknown",
      size_categories: ["n<1K"],
      tags: ["headtail", "balanced", "image-text", "data-curation"],
      configs: [
        { config_name: "default", data_files: [{ split: "train", path: "photos-balanced.jsonl" }] },
      ],
    });
    expect(more).toEqual({
      ...plain,
      language: ["en", "no"],
      task_categories: ["image-to-text", "zero-shot-image-classification"],
    });
  });

  it("names the size category of every number of captions", () => {
    const { card } = sampleCard();
    const sizes = [0, 999, 1000, 9999, 10_000, 99_999, 1e5, 1e6, 1e7, 1e8 - 1, 1e8, 1e12];
    const heads = yamlOf(
      sizes.map((captions) => dataCardMarkdown({ ...card, kept: { ...card.kept, captions } })),
    );
    expect(heads.map((head) => (head.size_categories as string[])[0])).toEqual([
      "n<1K",
      "n<1K",
      "1K<n<10K",
      "1K<n<10K",
      "10K<n<100K",
      "10K<n<100K",
      "100K<n<1M",
      "1M<n<10M",
      "10M<n<100M",
      "10M<n<100M",
      "100M<n<1B",
      "n>1T",
    ]);
  });

  it("can be read whatever the data set is called, and finds a file with brackets", () => {
    const { card } = sampleCard();
    const printable = fc.string({ unit: "binary", maxLength: 20 });
    const names = [
      "a: b # c",
      '"quoted" \\ ',
      "yes",
      "- x\n---\n",
      "\ufeff\u0085\u2028\ud800",
      "[a]",
    ];
    const all = [...names, ...fc.sample(printable, 200)];
    const heads = yamlOf(all.map((name) => dataCardMarkdown({ ...card, name })));
    const plain = (name: string) =>
      name.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replace(/\p{Cs}/gu, "\ufffd");
    expect(heads.map((head) => head.pretty_name)).toEqual(all.map(plain));
    const [{ configs }] = yamlOf([
      dataCardMarkdown({ ...card, subset: { ...card.subset, name: "photos [1] *.jsonl" } }),
    ]);
    expect(configs).toMatchObject([{ data_files: [{ path: "photos ?1? ?.jsonl" }] }]);
  });
});
