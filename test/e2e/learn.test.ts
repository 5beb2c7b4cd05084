import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** A page whose address is a lesson's. */
async function openLesson(lesson: number) {
  const { page, errors } = await site.open();
  await page.evaluate((address) => location.assign(address), `#lesson=${lesson}`);
  const aside = page.getByRole("complementary", { name: "Lesson" });
  await aside.getByText(`${lesson} of 6`).waitFor();
  return { page, errors, aside, ...headtailPage(page) };
}

describe("a lesson's address opens it, and what is touched in it moves the page", () => {
  it("1: a caption of one's own", async () => {
    const { page, errors, aside } = await openLesson(1);
    await aside.getByLabel("Type a caption").fill("an otter and ice  cream");
    await aside.getByText(/It holds 3 entries/).waitFor();
    expect(await aside.locator("mark").allInnerTexts()).toEqual(["otter", "ice", "cream"]);
    expect(await aside.getByRole("listitem").filter({ hasText: "ice cream" }).innerText()).toMatch(
      /the spaces differ/,
    );
    await aside.getByRole("button", { name: "otter" }).click();
    await page.getByRole("rowheader", { name: "otter", exact: true }).waitFor();
    expect(await page.getByLabel("Search entries").inputValue()).toBe("otter");
    expect(errors).toEqual([]);
  });

  it("2: the cumulative view", async () => {
    const { page, errors, aside } = await openLesson(2);
    const largest = aside.getByRole("list", { name: "The largest entries" });
    const [top] = await largest.getByRole("listitem").allInnerTexts();
    const first = page.getByRole("grid", { name: "Entries" }).getByRole("row").nth(1);
    const name = top.split("\n")[0];
    await first.getByRole("rowheader", { name, exact: true }).waitFor();
    await aside.getByRole("button", { name: "Show the cumulative view" }).click();
    await page.getByText("entries with matches, tail to head").waitFor();
    await page.waitForURL(/view=cumulative/);
    expect(page.url()).toContain("lesson=2");
    expect(errors).toEqual([]);
  });

  it("3: the threshold", async () => {
    const { page, errors, aside, threshold, figure } = await openLesson(3);
    const kept = await figure("captions kept");
    await aside.getByRole("slider", { name: "Threshold t in this lesson" }).focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("PageUp");
    expect(await threshold()).toBeGreaterThan(20);
    expect(await figure("captions kept")).toBeGreaterThan(kept);
    await aside.getByRole("button", { name: "t = ∞" }).click();
    expect(await figure("captions kept")).toBe(await figure("matched captions"));
    expect(errors).toEqual([]);
  });

  it("4: the draw", async () => {
    const { page, errors, aside } = await openLesson(4);
    await aside.getByRole("table").waitFor();
    const caption = await aside
      .getByText("A caption of this pool")
      .locator("xpath=following::p[1]")
      .innerText();
    await aside.getByRole("button", { name: "Draw 20 times" }).click();
    await aside.getByText(/With seed 20 it is (kept|dropped)/).waitFor();
    const [, kept] = /Kept in (\d+) of 20 draws/.exec(await aside.innerText()) ?? [];
    expect(Number(kept)).toBeGreaterThan(0);
    expect(Number(kept)).toBeLessThan(20);
    expect(await page.getByRole("textbox", { name: "seed" }).inputValue()).toBe("20");
    await aside.getByText("The whole method in ten lines").click();
    await aside.getByRole("button", { name: "To the end" }).click();
    const verdict = /With seed 20 it is kept/.test(await aside.innerText())
      ? /The caption stays/
      : /the caption goes/;
    await aside.getByText(verdict).waitFor();
    expect(await aside.locator("dd").first().innerText()).toBe(caption);
    expect(errors).toEqual([]);
  });

  it("5: t = 1 and t without end", async () => {
    const { errors, aside, threshold, figure } = await openLesson(5);
    const kept = await figure("captions kept");
    await aside.getByRole("button", { name: "t = 1" }).click();
    expect(await threshold()).toBe(1);
    expect(await figure("captions kept")).toBeLessThan(kept);
    await aside
      .getByText(/10\.7 billion/)
      .first()
      .waitFor();
    expect(errors).toEqual([]);
  });

  it("6: commands that carry what is set, and the export", async () => {
    const { page, errors, aside, setThreshold } = await openLesson(6);
    await setThreshold(17);
    await aside.getByText(/-t 17 --seed 0/).waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await aside.getByRole("button", { name: "Copy" }).click();
    await aside.getByText("Copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("-t 17 --seed 0");
    await aside.getByRole("button", { name: /^Export/ }).click();
    await page.getByRole("dialog", { name: "Export the balanced subset" }).waitFor();
    expect(errors).toEqual([]);
  });
});

describe("the lessons", () => {
  it("are there when the page is opened at their address", async () => {
    const { page } = await openLesson(3);
    await page.reload();
    await page.getByRole("slider", { name: "Threshold t in this lesson" }).waitFor();
  });

  it("are gone through by keyboard, and closed", async () => {
    const { page } = await site.open();
    await page.getByRole("button", { name: "Learn" }).press("Enter");
    const aside = page.getByRole("complementary", { name: "Lesson" });
    for (let lesson = 1; lesson < 6; lesson++) {
      await aside.getByText(`${lesson} of 6`).waitFor();
      await aside.getByRole("button", { name: /^Next/ }).press("Enter");
    }
    await aside.getByText("6 of 6").waitFor();
    await page.waitForURL(/lesson=6/);
    await aside.getByRole("button", { name: "Close lesson" }).press("Enter");
    await page.getByRole("complementary", { name: "Captions" }).waitFor();
    await page.waitForURL((url) => !url.hash.includes("lesson"));
  });

  it("stand above the sentence on a narrow screen, and nothing reaches over its edge", async () => {
    const { page } = await site.open({ width: 360, height: 740 });
    await page.evaluate(() => {
      location.hash = "lesson=1";
    });
    for (let lesson = 1; lesson <= 6; lesson++) {
      await page.getByRole("button", { name: new RegExp(`^Lesson ${lesson}`) }).click();
      await page.getByText(`${lesson} of 6`).waitFor();
      const lessonBox = await page.getByRole("complementary", { name: "Lesson" }).boundingBox();
      const mainBox = await page.getByRole("main").boundingBox();
      expect(lessonBox!.y + lessonBox!.height).toBeLessThanOrEqual(mainBox!.y + 1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        360,
      );
    }
  });
});
