import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { hasShared, publishedCounts, shared } from "../shared.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const numberOf = (text: string | null) => Number((text ?? "").replaceAll(",", ""));

async function openEffects() {
  const { page, errors } = await site.open();
  await page.getByRole("tab", { name: "Effects" }).click();
  const panel = page.getByRole("region", { name: "Effects" });
  await panel.getByText(/of captions with 1 match/).waitFor();
  const figures = async (rule: string) => {
    const cells = panel.getByRole("row", { name: rule }).getByRole("cell");
    await page.waitForFunction(
      (name) =>
        [...document.querySelectorAll("tr")].some(
          (row) => row.textContent?.startsWith(name) && !row.textContent.includes("…"),
        ),
      rule,
    );
    const [kept, matches, , largest, over] = await cells.allInnerTexts();
    return [kept, matches, largest, over].map(numberOf);
  };
  return { page, errors, panel, figures, ...headtailPage(page) };
}

describe("what balancing does to the demo pool", () => {
  it("is told in figures that agree with each other and with the tiles", async () => {
    const { panel, figures, figure, errors } = await openEffects();
    const published = await figures("Published rule");
    const capped = await figures("Cap on balanced counts");
    const oneEntry = await figures("One random entry per caption");
    expect(published[0]).toBe(await figure("captions kept"));
    expect(published[1]).toBe(await figure("balanced matches"));
    for (const variant of [capped, oneEntry]) {
      variant.forEach((value, i) => {
        expect(value).toBeLessThan(published[i]);
      });
    }
    const bars = await panel
      .locator("button[title^='Captions with']")
      .evaluateAll((all) => all.map((bar) => bar.getAttribute("title") ?? ""));
    const kept = bars.map((name) => numberOf(/: ([\d,]+) of/.exec(name)?.[1] ?? ""));
    expect(kept.reduce((sum, n) => sum + n, 0)).toBe(published[0]);
    const byLength = panel.getByRole("img", { name: /^Captions of/ });
    await byLength.first().waitFor();
    const lengths = await byLength.evaluateAll((all) =>
      all.map((bar) => bar.getAttribute("aria-label") ?? ""),
    );
    const keptByLength = lengths.map((name) => numberOf(/: ([\d,]+) of/.exec(name)?.[1] ?? ""));
    expect(keptByLength.reduce((sum, n) => sum + n, 0)).toBe(published[0]);
    expect(errors).toEqual([]);
  });

  it("follows t, and keeps the variant looked at in the address", async () => {
    const { page, panel, figures, setThreshold, figure } = await openEffects();
    await panel.getByRole("radio", { name: /Cap on balanced counts/ }).check();
    await panel.getByText(/come within 5% of t/).waitFor();
    await setThreshold(40);
    await panel.getByText("At t = 40, of captions").waitFor();
    expect((await figures("Published rule"))[0]).toBe(await figure("captions kept"));
    await page.waitForURL(/variant=capped-balanced/);
    await page.reload();
    await panel.getByRole("radio", { name: /Cap on balanced counts/, checked: true }).waitFor();
  });

  it("names the carriers of an entry, and filters captions by a bar", async () => {
    const { page, panel } = await openEffects();
    const text = await panel.getByText(/stands in [\d,]+ kept captions/).innerText();
    const balanced = numberOf(/stands in ([\d,]+) kept/.exec(text)?.[1] ?? "");
    const chosen = page.getByRole("button", { pressed: true });
    const row = panel.getByRole("row").filter({ has: chosen });
    expect(numberOf(await row.getByRole("cell").nth(2).innerText())).toBe(balanced);
    await panel.locator("button[title^='Captions with 3 matches']").click();
    await page.waitForURL(/matches=3\.\.3/);
  });
});

describe.skipIf(!hasShared)("what balancing does to the museums, with 500,000 entries", () => {
  it("favours long captions, as published counts say", async () => {
    const { panel, open, threshold } = await openEffects();
    const files = ["metadata-500k.json", "museums.jsonl.gz"].map(
      (name) => `${shared}/data/${name}`,
    );
    await open(files, "museums.jsonl.gz · 156,376 captions");
    expect(await threshold()).toBe(publishedCounts("museums").at_p_6_percent.t);
    const text = await panel.getByText(/At t = 38, of captions with 1 match/).innerText();
    const [, short, long] = /1 match ([\d.]+)% stay; of those with 10 or more, ([\d.]+)%/.exec(
      text,
    ) as string[];
    expect(Math.abs(Number(short) - 28)).toBeLessThan(1);
    expect(Number(long)).toBeGreaterThan(79);
    expect(text).toContain("from 94.0% of all matches to 92.8% of balanced matches");
    const share = async (matches: number) => {
      const bar = panel.locator(`button[title^='Captions with ${matches} matches']`);
      return Number(/([\d.]+)%$/.exec((await bar.getAttribute("title")) ?? "")?.[1]);
    };
    expect(Math.abs((await share(5)) - 55)).toBeLessThan(1.5);
    expect(Math.abs((await share(10)) - 79)).toBeLessThan(1.5);
  });
});
