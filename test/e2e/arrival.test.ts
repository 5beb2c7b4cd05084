import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";
import { startProxy } from "./proxy.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const MINE = {
  name: "mine.jsonl",
  mimeType: "application/jsonl",
  buffer: Buffer.from(
    ["a dog in a park", "Photo of a dog", "untitled", "a dog"]
      .map((text) => `${JSON.stringify({ text })}\n`)
      .join(""),
  ),
};

describe("the demo pool on arrival", () => {
  it("is matched, counted and drawn, with head and tail to see", async () => {
    const { page, errors } = await site.open();
    const { figure, threshold } = headtailPage(page);
    await page.getByText("This demo pool is made up.").waitFor();
    expect(await figure("captions")).toBeGreaterThan(20_000);
    expect(await figure("matched captions")).toBeLessThan(await figure("captions"));
    expect(await figure("head entries")).toBeGreaterThan(10);
    expect(await threshold()).toBeGreaterThan(1);
    await page.getByText(/WordNet 3\.1, © Princeton University/).waitFor();
    expect(errors).toEqual([]);
  });

  it("has an entries table that can be searched", async () => {
    const { page } = await site.open();
    await page.getByRole("row").nth(5).waitFor();
    await page.getByLabel("Search entries").fill("dog");
    await page.getByRole("rowheader", { name: "dog", exact: true }).waitFor();
    const shown = await page.getByRole("rowheader").allInnerTexts();
    for (const entry of shown) expect(entry.toLowerCase()).toContain("dog");
  });
});

describe("moving the threshold", () => {
  it("follows the mouse, and every figure follows with it", async () => {
    const { page } = await site.open();
    const { figure, threshold } = headtailPage(page);
    const slider = page.getByRole("slider", { name: "Threshold t" });
    const box = await slider.boundingBox();
    if (!box) throw new Error("The slider is not on screen.");
    const before = await figure("captions kept");
    const seen: number[] = [];
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    for (let share = 0.3; share <= 0.9; share += 0.05) {
      await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
      seen.push(await figure("captions kept"));
    }
    await page.mouse.up();
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(8);
    expect(await figure("captions kept")).toBeGreaterThan(before);
    expect(await threshold()).toBeGreaterThan(100);
    await page.getByText(/^At t = /).waitFor();
  });

  it("goes to both ends by keyboard", async () => {
    const { page } = await site.open();
    const { figure, threshold } = headtailPage(page);
    await page.getByRole("slider", { name: "Threshold t" }).focus();
    await page.keyboard.press("End");
    expect(await figure("captions kept")).toBe(await figure("matched captions"));
    await page.keyboard.press("Home");
    expect(await threshold()).toBe(1);
  });
});

describe("with the network cut after load", () => {
  it("everything still works, and nothing tries to leave", async () => {
    const proxy = await startProxy();
    try {
      const { page, errors } = await site.open({ proxy: proxy.url });
      const { open, figure, setThreshold, changeMetadata, ...headtail } = headtailPage(page);
      await page.getByLabel("Search entries").fill("cat");
      await page.getByRole("rowheader", { name: "cat", exact: true }).waitFor();
      expect(proxy.asked.length).toBeGreaterThan(5);
      expect(proxy.asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
      await page.getByText("Works offline.").waitFor();
      const before = proxy.asked.length;
      proxy.cut();

      await open(MINE, "mine.jsonl · 4 captions");
      expect(await figure("matched captions")).toBe(3);
      await setThreshold(2);
      await page.getByRole("tab", { name: "Unmatched" }).click();
      await page.getByText("untitled").waitFor();
      await page.getByLabel("Search entries").fill("dog");
      await page.getByRole("rowheader", { name: "dog", exact: true }).waitFor();
      for (const view of ["Cumulative", "Bands", "Kept by matches", "By rank"]) {
        await page.getByRole("tab", { name: view }).click();
      }
      const { jsonl, manifest } = await headtail.export();
      expect(jsonl.bytes.length).toBeGreaterThan(0);
      const list = { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("dog\npark\n") };
      await changeMetadata(list, "2");
      await page.getByRole("button", { name: "Back to WordNet" }).click();
      await page.getByText("WordNet 3.1, numbers 0–99").waitFor();
      await open(
        [jsonl, manifest].map(({ name, bytes }) => ({ name, mimeType: "", buffer: bytes })),
        jsonl.name,
        true,
      );

      expect(proxy.asked.slice(before)).toEqual([]);
      expect(errors).toEqual([]);
    } finally {
      proxy.close();
    }
  });
});

describe("without cross-origin isolation", () => {
  it("each worker has a copy of the index, and all still works", async () => {
    const plain = await startSite(false);
    try {
      const { page } = await plain.open();
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      const { open, figure } = headtailPage(page);
      await open(MINE, "mine.jsonl · 4 captions");
      expect(await figure("matched captions")).toBe(3);
    } finally {
      await plain.close();
    }
  });
});
