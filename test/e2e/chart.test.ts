import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** Where things of the chart stand in the window. */
function chartOf(page: Page) {
  const box = async (name: string) => {
    const found = await page.getByRole("slider", { name }).boundingBox();
    if (!found) throw new Error(`“${name}” is not on screen.`);
    return found;
  };
  return {
    plot: () => box("Place in the chart"),
    async kink() {
      const { x, y, width, height } = await box("Line of t in the chart");
      return { x: x + width / 2, y: y + height / 2 };
    },
  };
}

async function openRested(options?: Parameters<Site["open"]>[0]) {
  const opened = await site.open(options);
  await headtailPage(opened.page).expected();
  return { ...opened, ...headtailPage(opened.page), ...chartOf(opened.page) };
}

describe("t dragged on the chart", () => {
  it("follows the mouse anywhere on its line, and neither axes nor the curve are drawn anew", async () => {
    const { page, threshold, figure, plot, kink, errors } = await openRested();
    await page.evaluate(() => {
      const picture = document.querySelector("[role=tabpanel] svg[role=img]") as SVGElement;
      const still = [picture.firstElementChild as Element];
      still.push(...picture.querySelectorAll(":scope > path"));
      const seen = { changes: 0, parts: still.length };
      Object.assign(window, { seen });
      const observer = new MutationObserver((changes) => {
        seen.changes += changes.length;
      });
      for (const part of still) {
        observer.observe(part, { attributes: true, childList: true, subtree: true });
      }
    });
    const { x } = await plot();
    const { y } = await kink();
    const before = await threshold();
    const kept = await figure("captions kept");
    await page.mouse.move(x + 200, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 220, y - 15, { steps: 4 });
    await page.mouse.move(x + 220, y - 55, { steps: 8 });
    const dragged = await threshold();
    expect(dragged).toBeGreaterThan(before * 10);
    expect(await figure("captions kept")).toBeGreaterThan(kept);
    expect((await kink()).y).toBeCloseTo(y - 60, -1);
    await page.mouse.up();
    await page.mouse.move(x + 220, y - 100);
    expect(await threshold()).toBe(dragged);
    expect(await page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({
      changes: 0,
      parts: 2,
    });
    expect(errors).toEqual([]);
  });

  it("follows a finger on a phone, and the page does not scroll", async () => {
    const { page, context, threshold, plot, kink } = await openRested({ width: 360, height: 740 });
    const cdp = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
      cdp.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchEnd" ? [] : [{ x, y }],
      });
    const { x } = await plot();
    const { y } = await kink();
    const before = await threshold();
    await touch("touchStart", x + 60, y);
    for (let up = 10; up <= 60; up += 10) await touch("touchMove", x + 60, y - up);
    await touch("touchEnd", 0, 0);
    expect(await threshold()).toBeGreaterThan(before * 5);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });

  it("rides the cumulative curve: sideways in the tail, upwards in the head", async () => {
    const { page, threshold, plot, kink } = await openRested();
    await page.getByRole("tab", { name: "Cumulative" }).click();
    const { x, y, width } = await plot();
    const start = await kink();
    const before = await threshold();
    await page.mouse.move(start.x, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + 20, { steps: 10 });
    const inTail = await threshold();
    await page.mouse.move(x + width, y + 20 - 60, { steps: 10 });
    const inHead = await threshold();
    await page.mouse.up();
    expect(inTail).toBeLessThan(before);
    expect(inHead).toBeGreaterThan(before * 20);
  });
});

describe("entries selected on the chart", () => {
  it("stand in the address and on a chip that clears them, and are found again by it", async () => {
    const { page, plot } = await openRested();
    const { x, y } = await plot();
    await page.mouse.move(x + 300, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + 450, y + 20, { steps: 5 });
    await page.getByText(/^\d+ entries, \d+% of all matches$/).waitFor();
    await page.mouse.up();
    const chip = page.getByRole("button", { name: /^entries with [\d,]+ to [\d,]+ matches$/ });
    const name = await chip.innerText();
    const [from, to] = name.match(/[\d,]+/g) as string[];
    await page.waitForURL(new RegExp(`counts=${from}\\.\\.${to}&of-counts=${from}\\.\\.${to}`));
    await page.reload();
    expect(await chip.innerText()).toBe(name);
    await page.getByRole("button", { name: "Show all entries again" }).click();
    await page.getByRole("button", { name: "Select entries…" }).waitFor();
  });
});

describe("the chart as a picture", () => {
  it("is a file that stands by itself, and a PNG in twice the size", async () => {
    const { page, errors } = await openRested();
    const save = async (name: string) => {
      await page.getByRole("button", { name: "Picture…" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const svg = await save("Save as SVG");
    const text = svg.bytes.toString();
    expect(svg.name).toMatch(/^headtail-rank-t\d+-seed0\.svg$/);
    expect(text).not.toMatch(/var\(|class=|style=|light-dark|href/);
    expect(text).toContain("Training distribution: matches of entries by rank");
    expect(text).toMatch(/<desc>At t = \d+, .* of 40,000 captions stay;/);
    expect(text).toContain("The cap limits draws and is not the result");
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(text) as string[];

    const png = await save("Save as PNG");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(width));
    expect(png.bytes.readUInt32BE(20)).toBe(2 * Number(height));
    expect(errors).toEqual([]);
  });
});

describe("the printed report", () => {
  it("is one page of A4 and of Letter, from a wide window and from a narrow one", async () => {
    const { page } = await openRested({ colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    // The report listens once its code has come.
    await page.waitForFunction(() => {
      dispatchEvent(new Event("beforeprint"));
      return document.querySelectorAll("[aria-label=Report] tr").length > 10;
    });
    expect(await page.getByText(/^At t = /).isVisible()).toBe(true);
    expect(await page.getByRole("img", { name: /^Matches of entries/ }).isVisible()).toBe(true);
    const controls = page.locator("button:visible, input:visible, [role=slider]:visible");
    expect(await controls.count()).toBe(0);
    for (const [format, width] of [
      ["A4", 1440],
      ["Letter", 360],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      const pdf = (await page.pdf({ format, printBackground: true })).toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    }
  });
});
