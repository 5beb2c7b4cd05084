import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { keptByCore } from "../keptByCore.ts";
import { csvOf, jsonlOf, type Pair, pairsOf, poolFiles } from "../support/poolFiles.ts";
import { dropOn } from "./dropOn.ts";
import { headtailPage } from "./headtailPage.ts";

const data = new URL("../../public/data/", import.meta.url);
const ENTRIES: string[] = JSON.parse(readFileSync(new URL("metadata.json", data), "utf8"));
const T = 20;

const pairs = pairsOf(
  readFileSync(new URL("demo.jsonl", data), "utf8")
    .trim()
    .split("\n")
    .slice(0, 1500)
    .map((line) => JSON.parse(line).text),
);
const FILES = poolFiles(pairs);
const kept: Pair[] = keptByCore(jsonlOf(pairs), ENTRIES, T, 0).lines.map((line) =>
  JSON.parse(line),
);

let site: Site;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-"));
  await mkdir(join(folder, "files"));
  for (const { name, bytes } of FILES) await writeFile(join(folder, "files", name), bytes);
  await writeFile(join(folder, "files", "pairs.jsonl"), jsonlOf(pairs));
  site = await startSite();
});
afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true });
});

const pathOf = (name: string) => join(folder, "files", name);

/** Drops a file on the page and waits until its pool is there. */
async function drop(page: Page, name: string): Promise<void> {
  await dropOn(page, [pathOf(name)]);
  await page.locator("header").getByText(`${name} · `).waitFor();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
}

async function figures(page: Page) {
  const { figure } = headtailPage(page);
  const names = ["captions", "matched captions", "matches"];
  return Promise.all(names.map((name) => figure(name)));
}

/** Exports, and gives the files by their names. */
async function exported(page: Page, files: number, choose: () => Promise<unknown>) {
  const downloads = new Map<string, Buffer>();
  const all = new Promise<void>((resolve) => {
    page.on("download", async (download) => {
      downloads.set(download.suggestedFilename(), await readFile(await download.path()));
      if (downloads.size === files) resolve();
    });
  });
  await page.getByRole("button", { name: /^Export/ }).click();
  await choose();
  await page.getByRole("button", { name: /^Save/ }).click();
  await all;
  page.removeAllListeners("download");
  return downloads;
}

describe("a file of any format, dropped", () => {
  it.each(FILES.map(({ name }) => name))("gives the figures of its captions: %s", async (name) => {
    const { page, context, errors } = await site.open();
    await drop(page, "pairs.jsonl");
    const wanted = await figures(page);
    await dropOn(page, [pathOf(name)]);
    await page.getByRole("button", { name: "Replace" }).click();
    await page.locator("header").getByText(`${name} · `).waitFor();
    expect(await figures(page)).toEqual(wanted);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("is exported as it came, byte for byte, or as a table with its balance", async () => {
    const { page, context, errors } = await site.open();
    const { setThreshold, expected } = headtailPage(page);
    await drop(page, "pairs.csv");
    await setThreshold(T);
    await expected();
    const own = await exported(page, 3, async () => {});
    expect(own.get("pairs-balanced-t20-seed0.csv")?.toString()).toBe(csvOf(kept));

    const shape = page.getByRole("combobox", { name: "Subset as" });
    const card = page.getByRole("checkbox", { name: "Data card, HTML with charts" });
    const others = await exported(page, 4, async () => {
      await shape.selectOption("JSONL");
      await card.check();
    });
    expect(others.get("pairs-balanced-t20-seed0.jsonl")?.toString()).toBe(jsonlOf(kept));
    expect(others.get("pairs-balanced-t20-seed0.card.html")?.toString()).toContain("<svg");

    const parquet = await exported(page, 3, () => shape.selectOption("Parquet"));
    const [name] = [...parquet.keys()].filter((each) => each.endsWith(".parquet"));
    await writeFile(pathOf(name), parquet.get(name) as Buffer);
    await dropOn(page, [pathOf(name)]);
    await page.getByRole("button", { name: "Replace" }).click();
    await page.locator("header").getByText(`${name} · `).waitFor();
    expect(await headtailPage(page).figure("captions")).toBe(kept.length);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("comes back after a reload, and is exported as lines then", async () => {
    const { page, context } = await site.open();
    await drop(page, "laion.parquet");
    const before = await figures(page);
    await page.getByText("A reload brings this back.").waitFor();
    await page.reload();
    await page.locator("header").getByText("laion.parquet · ").waitFor();
    expect(await figures(page)).toEqual(before);
    await context.close();
  });
});

describe("what is asked before captions are counted", () => {
  it("is the column of a table that does not tell, once", async () => {
    const rows = pairs.slice(0, 200).map(({ text }) => [text, `about ${text}`]);
    const table = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
    await writeFile(pathOf("two.csv"), `first,second\n${table.join("\n")}\n`);
    const { page, context } = await site.open();
    await dropOn(page, [pathOf("two.csv")]);
    const dialog = page.getByRole("dialog", { name: "Columns of two.csv" });
    await dialog.getByRole("checkbox", { name: "first" }).setChecked(true);
    await dialog.getByRole("checkbox", { name: "second" }).setChecked(false);
    await dialog.getByRole("button", { name: "Read captions" }).click();
    await page.locator("header").getByText("two.csv · ").waitFor();
    await page.getByText("captions in first").waitFor();
    await dropOn(page, [pathOf("two.csv")]);
    await page.getByRole("button", { name: "Replace" }).click();
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    expect(await dialog.count()).toBe(0);
    await context.close();
  });

  it("is what captions must pass, with its number in the funnel", async () => {
    const { page, context, errors } = await site.open();
    await drop(page, "laion.parquet");
    await page.getByRole("button", { name: "Filter before counting…" }).click();
    await page.getByLabel("Condition on columns").fill("similarity >= 0.2");
    await page.getByLabel("Languages").selectOption("English");
    await page.getByRole("button", { name: "Apply" }).click();
    const { figure } = headtailPage(page);
    await page.locator("dt", { hasText: "in the language" }).waitFor();
    expect(await figure("that meet the condition")).toBe(pairs.length / 2);
    const inEnglish = await figure("in the language");
    expect(inEnglish).toBe(await figure("captions"));
    expect(inEnglish).toBeGreaterThan(pairs.length / 3);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe("a broken file of another format", () => {
  const cases = [
    ["cut.parquet", (bytes: Buffer) => bytes.subarray(0, 2000), "laion.parquet"],
    ["cut.tar", (bytes: Buffer) => bytes.subarray(0, 100_000), "00000.tar"],
    ["cut.json", (bytes: Buffer) => bytes.subarray(0, 50_000), "pairs.json"],
  ] as const;

  it.each(cases)("gets a sentence with its name, place and remedy: %s", async (name, cut, of) => {
    const whole = FILES.find((file) => file.name === of)?.bytes as Uint8Array;
    await writeFile(pathOf(name), cut(Buffer.from(whole)));
    const { page, context } = await site.open();
    await dropOn(page, [pathOf(name)]);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toContain(name);
    await context.close();
  });
});
