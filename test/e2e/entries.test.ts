import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const MANY = 500_000;

/** Half a million entries: some words, numbered ones, and some that nothing can match. */
const METADATA = {
  name: "many.txt",
  mimeType: "text/plain",
  buffer: Buffer.from(
    ["dog", "cat", "park", "U.S."]
      .concat(Array.from({ length: MANY - 4 }, (_, i) => `entry ${i}`))
      .join("\n"),
  ),
};

const CAPTIONS = {
  name: "mine.jsonl",
  mimeType: "application/jsonl",
  buffer: Buffer.from(
    ["dog", "dog park", "dog cat", "cat", "nothing"]
      .map((text) => `${JSON.stringify({ text })}\n`)
      .join(""),
  ),
};

async function openMany() {
  const opened = await site.open();
  const { open, changeMetadata } = headtailPage(opened.page);
  await open(CAPTIONS, "mine.jsonl · 5 captions");
  await changeMetadata(METADATA, "500,000");
  return opened;
}

describe("half a million entries", () => {
  it("are sorted, filtered and searched, all of them", async () => {
    const { page, errors } = await openMany();
    const grid = page.getByRole("grid", { name: "Entries" });
    const first = () => grid.getByRole("rowheader").first().innerText();
    await expect.poll(first).toBe("dog");
    await grid.getByRole("button", { name: "entry" }).click();
    await expect.poll(first).toBe("U.S.");
    await page.getByText("No caption can hold it: a full stop inside").waitFor();
    await grid.getByRole("button", { name: "entry" }).click();
    await expect.poll(first).toBe("park");
    await page.getByLabel("Search entries").fill("99999");
    await expect.poll(first).toBe("entry 99999");
    await page.getByText("4 entries", { exact: true }).waitFor();
    await page.getByLabel("Search entries").fill("");
    await page.getByLabel("Status of the entries shown").selectOption("unmatchable");
    await page.getByText("1 entry", { exact: true }).waitFor();
    expect(errors).toEqual([]);
  });

  it("are gone through by keyboard to the very last, and the focus outlives scrolling", async () => {
    const { page } = await openMany();
    const grid = page.getByRole("grid", { name: "Entries" });
    await grid.getByRole("button", { name: "entry" }).click();
    await expect.poll(() => grid.getByRole("rowheader").first().innerText()).toBe("U.S.");
    const focus = () =>
      page.evaluate(() => {
        const row = document.activeElement?.closest("[aria-rowindex]");
        const box = row?.getBoundingClientRect();
        const inside = box && document.elementFromPoint(box.x + 60, box.y + box.height / 2);
        return {
          row: Number(row?.getAttribute("aria-rowindex")),
          text: document.activeElement?.textContent,
          isSeen: row?.contains(inside ?? null),
        };
      });
    await page.keyboard.press("ArrowDown");
    expect(await focus()).toEqual({ row: 2, text: "U.S.", isSeen: true });
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    expect(await focus()).toEqual({ row: MANY + 1, text: "park", isSeen: true });
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowUp");
    const above = await focus();
    expect(above.isSeen).toBe(true);
    expect(above.row).toBeLessThan(MANY);
    const scroller = grid.locator("..");
    expect(await scroller.evaluate((element) => element.scrollHeight)).toBeLessThan(8_100_000);
    await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
    await expect
      .poll(async () => Number(await grid.getByRole("row").nth(3).getAttribute("aria-rowindex")))
      .toBeGreaterThan(MANY * 0.49);
    expect(await focus()).toEqual({ ...above, isSeen: false });
    await page.keyboard.press("ArrowDown");
    expect(await focus()).toMatchObject({ row: above.row + 1, isSeen: true });
    await page.mouse.move(700, 780);
    const before = await grid.getByRole("row").nth(1).getAttribute("aria-rowindex");
    await page.mouse.wheel(0, -280);
    await expect
      .poll(async () => grid.getByRole("row").nth(1).getAttribute("aria-rowindex"))
      .toBe(String(Number(before) - 10));
  });
});

describe("SQL", () => {
  it("is answered, with errors by place, and saved as CSV", async () => {
    const { page, errors } = await site.open();
    await page.getByRole("tab", { name: "SQL" }).click();
    const panel = page.getByRole("region", { name: "SQL" });
    const editor = panel.getByRole("textbox", { name: "SQL statement" });
    for (const example of await panel.getByRole("listitem").getByRole("button").all()) {
      if (!(await example.isVisible())) continue;
      await example.click();
      await page.keyboard.press("Control+Enter");
      await panel.getByText(/^\d[\d,]* rows?\b/).waitFor();
      expect(await panel.getByRole("row").count()).toBeGreaterThan(1);
      expect(await panel.getByRole("alert").count()).toBe(0);
    }
    await editor.fill("SELECT index, line FROM captions WHERE index < 3 ORDER BY ALL");
    await page.keyboard.press("Control+Enter");
    await panel.getByText("3 rows").waitFor();
    await panel.getByRole("button", { name: "Read the texts" }).click();
    await panel.getByRole("columnheader", { name: "text" }).waitFor();
    const saved = page.waitForEvent("download");
    await panel.getByRole("button", { name: "Download CSV" }).click();
    const csv = await readFile(await (await saved).path(), "utf8");
    expect(csv).toMatch(/^index,text,line\n0,.+,1\n1,.+,2\n2,.+,3\n$/);

    await editor.fill("SELECT entry,\n  matchs FROM entries");
    await page.keyboard.press("Control+Enter");
    await panel.getByRole("button", { name: "Go to line 2, column 3" }).waitFor();
    await editor.fill("DROP VIEW entries");
    await page.keyboard.press("Control+Enter");
    await panel.getByText(/The tables can only be read/).waitFor();
    expect(errors).toEqual([]);
  });

  it("can be stopped, and then goes on", async () => {
    const { page } = await site.open();
    await page.getByRole("tab", { name: "SQL" }).click();
    const panel = page.getByRole("region", { name: "SQL" });
    const editor = panel.getByRole("textbox", { name: "SQL statement" });
    for (const long of [
      "SELECT count(*) FROM range(10000000) a, range(10000000) b",
      "SELECT list_sort(list_reverse(range(100000000)))[1]",
    ]) {
      await editor.fill(long);
      await page.keyboard.press("Control+Enter");
      await panel.getByText("Running …").waitFor();
      await panel.getByRole("button", { name: "Stop" }).click();
      await panel.getByRole("button", { name: "Run" }).waitFor();
      await editor.fill("SELECT count(*) AS n FROM captions");
      await page.keyboard.press("Control+Enter");
      await panel.getByRole("cell", { name: "40000" }).waitFor();
    }
  });
});
