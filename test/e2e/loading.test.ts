import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { dropOn } from "./dropOn.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-"));
  site = await startSite();
});
afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true });
});

function jsonl(name: string, content: string | Buffer) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("bad input gets a sentence in the page, and the rest stays", () => {
  const cases = [
    {
      file: jsonl("empty.jsonl", ""),
      sentence: "empty.jsonl is empty. Choose a file with one JSON object a line.",
    },
    {
      file: jsonl("photo.jsonl", PNG),
      sentence: "photo.jsonl is a PNG image.",
    },
    {
      file: jsonl("none.txt", "\n\n"),
      sentence: "none.txt holds only white space.",
    },
    {
      file: jsonl("empty-list.json", "[]"),
      sentence: "empty-list.json holds no entries.",
    },
    {
      file: jsonl("numbers.json", "[1, 2, 3]"),
      sentence: "numbers.json is an array of numbers, and metadata is strings.",
    },
    {
      file: jsonl("pool.jsonl.gz", Buffer.from("1f8b0800", "hex")),
      sentence: "pool.jsonl.gz is cut short: its gzip data has no end.",
    },
    {
      file: jsonl("photos.jsonl.zst", Buffer.from("28b52ffd2411", "hex")),
      sentence: "photos.jsonl.zst is cut short",
    },
    {
      file: jsonl("pairs.parquet", Buffer.from("PAR1 and no more")),
      sentence: "pairs.parquet",
    },
  ];

  it("each its own, naming the file and the remedy", async () => {
    const { page } = await site.open();
    const { figure } = headtailPage(page);
    const captions = await figure("captions");
    for (const { file, sentence } of cases) {
      await page.locator("header").getByLabel("Files to open").setInputFiles(file);
      await page.getByRole("alert").getByText(sentence).waitFor();
      expect(await figure("captions")).toBe(captions);
      await page.getByRole("button", { name: "Dismiss" }).click();
    }
  });

  it("a folder without captions or images", async () => {
    const { page } = await site.open();
    const captions = await headtailPage(page).figure("captions");
    const empty = join(folder, "notes");
    await mkdir(empty);
    await writeFile(join(empty, "licence.txt"), "Take it.");
    await dropOn(page, [empty]);
    await page
      .getByRole("alert")
      .getByText(/The folder notes holds no captions .* and no images/)
      .waitFor();
    expect(await headtailPage(page).figure("captions")).toBe(captions);
  });

  it("broken lines, which are counted, listed and never stop the others", async () => {
    const { page } = await site.open();
    const { open, figure } = headtailPage(page);
    const lines = [
      '\ufeff{"text": "a dog"}\r',
      "",
      "{broken",
      '{"text": "lone \\ud83d and NUL \\u0000 dog"}',
      "[1]",
      '{"caption": "no text here"}',
      `{"text": "${"dog ".repeat(12_500)}"}`,
    ];
    const bytes = Buffer.concat([
      Buffer.from(`${lines.join("\n")}\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from('{"text": "the last dog"}'),
    ]);
    await open(jsonl("mixed.jsonl", bytes), "mixed.jsonl · 4 captions");
    expect(await figure("lines")).toBe(8);
    expect(await figure("matched captions")).toBe(4);
    await page.getByText("1 blank line skipped").waitFor();
    await page.getByText("4 lines rejected").click();
    const rejects = await page.locator("details ol li").allInnerTexts();
    expect(rejects.map((text) => text.slice(0, 14))).toEqual([
      "line 3: not va",
      "line 5: JSON, ",
      "line 6: no tex",
      "line 8: not va",
    ]);
  });
});

describe("a folder dropped on the page", () => {
  it("opens the captions in it and in its folders, and the images that they name", async () => {
    const { page } = await site.open();
    const pictures = join(folder, "pictures");
    for (const name of ["a", "b"]) await mkdir(join(pictures, name), { recursive: true });
    await writeFile(join(pictures, "licence.txt"), "Take it.");
    await writeFile(
      join(pictures, "a", "captions.jsonl"),
      '{"text":"a dog","file_name":"a/1.png"}\n',
    );
    await writeFile(
      join(pictures, "b", "captions.jsonl"),
      '{"text":"a cat","file_name":"b/1.png"}\n',
    );
    await writeFile(join(pictures, "a", "1.png"), onePixel);
    await writeFile(join(pictures, "b", "1.png"), onePixel);
    await dropOn(page, [pictures]);
    await page.getByText("2 files · 2 captions").waitFor();
    await page.getByRole("tab", { name: "Edge" }).click();
    await page.getByText("Thumbnails", { exact: true }).click();
    await page.getByRole("button", { name: "Show thumbnails" }).click();
    const images = page.getByRole("tabpanel", { name: "Captions" }).locator("canvas");
    await expect.poll(() => images.count()).toBe(2);
  });
});

describe("files dropped on the page", () => {
  it("replace the demo pool; a second drop replaces or adds, as the user says", async () => {
    const { page } = await site.open();
    const { figure } = headtailPage(page);
    const paths = [join(folder, "one.jsonl"), join(folder, "two.jsonl")];
    await writeFile(paths[0], '{"text":"a dog"}\n{"text":"a cat"}\n');
    await writeFile(paths[1], '{"text":"a horse"}\n');
    const drop = (files: string[]) => dropOn(page, files);
    await drop([paths[0]]);
    await page.getByText("one.jsonl · 2 captions").waitFor();
    await drop([paths[1]]);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("2 files · 3 captions").waitFor();
    expect(await figure("matched captions")).toBe(3);
    await page.getByLabel("File whose matches are counted").selectOption("matches in two.jsonl");
    await page.getByRole("row", { name: /^Select horse horse 1 / }).waitFor();
    await drop([paths[1]]);
    await page.getByRole("button", { name: "Replace" }).click();
    await page.getByText("two.jsonl · 1 caption").waitFor();
  });

  it("give the same figures from a gzip file of two members as from its text", async () => {
    const words = ["a dog", "a red cat", "two horses in the snow", "xyzzy"];
    const lines = Array.from({ length: 400_000 }, (_, i) =>
      JSON.stringify({ uid: `id-${i}`, text: words[i % words.length], rank: i }),
    );
    const text = Buffer.from(`${lines.join("\n")}\n`);
    const half = text.length / 2 + 7;
    const paths = [join(folder, "pool.jsonl"), join(folder, "pool.jsonl.gz")];
    await writeFile(paths[0], text);
    const members = [gzipSync(text.subarray(0, half)), gzipSync(text.subarray(half))];
    await writeFile(paths[1], Buffer.concat(members));
    const seen = [];
    for (const path of paths) {
      const { page, errors } = await site.open();
      const { open, figure, expected, export: exportAll } = headtailPage(page);
      await open(path, `${basename(path)} · 400,000 captions`);
      const { jsonl } = await exportAll();
      seen.push({
        lines: await figure("lines"),
        matched: await figure("matched captions"),
        expected: await expected(),
        exported: createHash("sha256").update(jsonl.bytes).digest("hex"),
      });
      expect(errors).toEqual([]);
    }
    expect(seen[0].matched).toBe(300_000);
    expect(seen[1]).toEqual(seen[0]);
  });

  it("are read from another field when the user says so", async () => {
    const { page } = await site.open();
    const { open, figure } = headtailPage(page);
    const records = '{"text":"xyzzy","label":"a dog"}\n{"text":"plugh","label":"a dog"}\n';
    await open(jsonl("labels.jsonl", records), "labels.jsonl · 2 captions");
    expect(await figure("matched captions")).toBe(0);
    await page.getByText(/No caption matches any entry/).waitFor();
    await page.getByLabel("Caption field of labels.jsonl").selectOption("label");
    await page.getByText(/No caption matches any entry/).waitFor({ state: "detached" });
    expect(await figure("matched captions")).toBe(2);
  });

  it("are asked about when they are more than fits, before they are read", async () => {
    const { page } = await site.open();
    const captions = await headtailPage(page).figure("captions");
    await page.evaluate(() => {
      // 8 GB that take no memory: the same 10 MB over and over.
      const line = '{"text":"a dog"}\n';
      const part = new Blob([line.repeat(600_000)]);
      const file = new File(Array(800).fill(part), "huge.jsonl");
      const files = new DataTransfer();
      files.items.add(file);
      const input = document.querySelector<HTMLInputElement>("header input[type=file]");
      if (input === null) throw new Error("There is no field for files");
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const dialog = page.getByRole("dialog", { name: "More than fits in memory" });
    await dialog.getByText(/huge\.jsonl has about 480,000,000 captions/).waitFor();
    await dialog.getByRole("button", { name: /Take one line in \d+/ }).waitFor();
    await dialog.getByRole("button", { name: /Take the first [\d,]+/ }).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    expect(await headtailPage(page).figure("captions")).toBe(captions);
  });
});
