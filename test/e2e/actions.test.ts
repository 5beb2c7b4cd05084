import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** Rectangles in CSS pixels of the viewport. */
async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on screen.`);
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

const SLIDER = "#threshold";
const CHART = "[aria-label='Training distribution']";
const PANELS = "[aria-label=Panels]:not([role])";

function overflow(page: Page) {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return { right: scrollWidth - clientWidth, below: scrollHeight - clientHeight };
  });
}

describe("the screen", () => {
  it("has all at once at 1440 × 900, without scrolling", async () => {
    const { page, context } = await site.open();
    await page.getByRole("row").nth(3).waitFor();
    expect(await overflow(page)).toEqual({ right: 0, below: 0 });
    const main = await page.locator("main").evaluate((element) => ({
      hidden: element.scrollHeight - element.clientHeight,
    }));
    expect(main.hidden).toBe(0);
    const footer = await boxOf(page, "footer");
    let above = 0;
    for (const part of ["main > p", CHART, SLIDER, "main > dl", PANELS]) {
      const box = await boxOf(page, part);
      expect(box.y).toBeGreaterThanOrEqual(above);
      expect(box.bottom).toBeLessThanOrEqual(footer.y);
      above = box.bottom;
    }
    expect((await boxOf(page, PANELS)).height).toBeGreaterThanOrEqual(260);
    await page.keyboard.press("f");
    expect((await boxOf(page, PANELS)).height).toBeGreaterThan(500);
    expect(await page.locator(CHART).isVisible()).toBe(false);
    await context.close();
  });

  it.each([
    ["a phone", 360, 740],
    ["a phone on its side", 740, 360],
    ["1440 × 900 at 200% zoom", 720, 450],
    ["1440 × 900 at 400% zoom", 360, 225],
  ])(
    "is one column on %s, its slider always in view and over nothing",
    async (_, width, height) => {
      const { page, context } = await site.open({ width, height });
      expect((await overflow(page)).right).toBe(0);
      await page.evaluate(() => scrollTo(0, 400));
      const slider = await boxOf(page, SLIDER);
      expect(slider.y).toBeGreaterThan(0);
      expect(slider.bottom).toBeLessThanOrEqual(height);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const footer = await boxOf(page, "footer");
      const bar = await boxOf(page, `div:has(> div > ${SLIDER})`);
      expect(footer.bottom).toBeLessThanOrEqual(bar.y);
      await context.close();
    },
  );
});

describe("by keyboard alone", () => {
  it("the threshold is one step away, and the address stays as it is", async () => {
    const { page, context } = await site.open();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.getByText(/^\d[\d,]+ captions kept at t = [\d,]+$/).waitFor({ state: "attached" });
    expect(await page.locator(SLIDER).getAttribute("aria-valuetext")).toMatch(
      /^t [\d,]+, tail share 100 percent, [\d,]+ kept$/,
    );
    await page.waitForFunction(() => location.hash.includes("t="));
    expect(page.url()).not.toContain("threshold");
    await context.close();
  });

  it("everything shows where the focus is, and is not hidden by header or slider", async () => {
    const { page, context } = await site.open({ width: 360, height: 740 });
    await page.getByRole("row").nth(3).waitFor();
    const faults: string[] = [];
    const reached = new Set<string>();
    for (let i = 0; i < 70; i++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate((slider) => {
        const element = document.activeElement as HTMLElement;
        if (element === document.body) return null;
        const { top, bottom, width } = element.getBoundingClientRect();
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const isFixed = element.closest("header, a[href='#threshold']") !== null;
        const bar = document.querySelector(slider)?.parentElement?.parentElement;
        const isInBar = bar?.contains(element) ?? false;
        const barTop = bar?.getBoundingClientRect().top ?? innerHeight;
        return {
          name: element.getAttribute("aria-label") ?? element.textContent?.slice(0, 40) ?? "",
          isMarked: outlineStyle !== "none" && outlineWidth !== "0px" && width > 0,
          isHidden: !isFixed && !isInBar && (top >= barTop || bottom <= 48),
        };
      }, SLIDER);
      // Beyond the last one it leaves the page.
      if (focus === null) continue;
      reached.add(focus.name);
      if (!focus.isMarked) faults.push(`no outline: ${focus.name}`);
      if (focus.isHidden) faults.push(`hidden: ${focus.name}`);
    }
    expect(faults).toEqual([]);
    expect([...reached]).toEqual(expect.arrayContaining(["Data", "More", "Threshold t"]));
    await context.close();
  });

  it("keys, the sheet and the search do what they say", async () => {
    const { page, context, errors } = await site.open();
    let pickers = 0;
    page.on("filechooser", () => pickers++);
    await page.keyboard.press("2");
    await page.getByRole("tab", { name: "Cumulative", selected: true }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await page.getByRole("tab", { name: "Effects", selected: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("1?dog");
    expect(await page.getByLabel("Search entries").inputValue()).toBe("1?dog");
    await page.getByRole("tab", { name: "Cumulative", selected: true }).waitFor();
    await page.getByLabel("Search entries").blur();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Actions and their keys" });
    await sheet.waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    // A picker of the newer kind opens no dialog in a headless browser.
    await page.evaluate(() => Reflect.deleteProperty(window, "showOpenFilePicker"));
    await page.keyboard.press("o");
    await expect.poll(() => pickers).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe("Data without room beside the chart", () => {
  it("is a drawer that takes the focus, gives it back, and is out of reach when closed", async () => {
    const { page, context } = await site.open({ width: 800, height: 900 });
    const drawer = page.locator("#data");
    const button = page.getByRole("button", { name: "Data", exact: true });
    const hasFocus = (element: typeof button) =>
      element.evaluate((node) => node === document.activeElement);
    expect(await drawer.evaluate((element) => element.hasAttribute("inert"))).toBe(true);
    await button.press("Enter");
    const close = drawer.getByRole("button", { name: "Close" });
    await close.waitFor();
    await expect.poll(() => hasFocus(close)).toBe(true);
    expect(await page.locator("main").evaluate((element) => element.hasAttribute("inert"))).toBe(
      true,
    );
    await page.keyboard.press("Escape");
    await expect.poll(() => hasFocus(button)).toBe(true);
    expect(await drawer.evaluate((element) => element.hasAttribute("inert"))).toBe(true);
    expect(await page.locator("main").evaluate((element) => element.hasAttribute("inert"))).toBe(
      false,
    );
    await context.close();
  });
});

describe("what a system asks for", () => {
  it("no motion: nothing on the page moves by itself", async () => {
    const { page, context } = await site.open({ width: 800, height: 900 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) =>
          getComputedStyle(element)
            .transitionDuration.split(", ")
            .some((duration) => Number.parseFloat(duration) > 0),
        )
        .map((element) => `${element.tagName} ${element.className}`),
    );
    expect(moving).toEqual([]);
    await context.close();
  });

  it("few colours: head and tail differ by their outlines", async () => {
    const { page, context } = await site.open();
    await page.emulateMedia({ forcedColors: "active" });
    await page.locator("mark").first().waitFor();
    const outlines = await page.evaluate(() =>
      [...document.querySelectorAll("mark")].map((mark) => getComputedStyle(mark).outlineStyle),
    );
    expect(new Set(outlines)).toEqual(new Set(["solid", "dotted"]));
    await context.close();
  });

  it("another theme: the page follows the system until one is chosen", async () => {
    const { page, context } = await site.open({ colorScheme: "dark" });
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await background()).toBe("rgb(15, 18, 22)");
    await page.keyboard.press("Shift+T");
    expect(await background()).toBe("rgb(245, 247, 250)");
    await page.reload();
    expect(await background()).toBe("rgb(245, 247, 250)");
    await context.close();
  });
});
