import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** A PNG of one green point. */
const PIXEL = png([0, 128, 0]);

const records = [
  { uid: "1", text: "a Red  fox (dog) in a tea cup", url: "http://one.example/1.png" },
  { uid: "2", text: "a cup of tea", url: "https://two.example/2.png" },
  { uid: "3", text: "the red fox in the snow", url: "https://gone.example/3.png" },
  { uid: "4", text: "a horse", file_name: "images/local.png" },
];
const mine = {
  name: "mine.jsonl",
  mimeType: "application/jsonl",
  buffer: Buffer.from(
    `${records.map((record) => JSON.stringify(record)).join("\n")}\n{"text": "broken\n\n[1]\n`,
  ),
};

let site: Site;
let demo: string[];
beforeAll(async () => {
  site = await startSite();
  const lines = (await readFile(`${root}public/data/demo.jsonl`, "utf8")).trim().split("\n");
  demo = lines.map((line) => JSON.parse(line).text);
});
afterAll(() => site?.close());

const panel = (page: Page) => page.getByRole("complementary", { name: "Captions" });
const list = (page: Page) => page.getByRole("tabpanel", { name: "Captions" });
const captions = (page: Page) => list(page).locator("[data-caption]");

describe("the captions column", () => {
  it("finds every caption of the demo pool that holds a text, in any case, by kind", async () => {
    const { page, errors } = await site.open();
    await panel(page).getByRole("searchbox").fill("DOG ON");
    const hits = demo.filter((text) => text.toLowerCase().includes("dog on"));
    let sum = 0;
    for (const kind of ["Kept", "Dropped", "Unmatched"]) {
      await panel(page).getByRole("tab", { name: kind }).click();
      const status = list(page).getByText(/ captions pass\.$/);
      await status.waitFor();
      const text = await status.innerText();
      expect(text).toContain(kind.toLowerCase());
      sum += Number(text.split(" ")[0].replaceAll(",", ""));
    }
    expect(hits.length).toBeGreaterThan(10);
    expect(sum).toBe(hits.length);
    await panel(page).getByRole("tab", { name: "Kept" }).click();
    await captions(page).first().waitFor();
    for (const text of await captions(page).allInnerTexts()) {
      expect(text.toLowerCase()).toContain("dog on");
    }
    expect(errors).toEqual([]);
  });

  it("narrows with filters, says which one leaves nothing, and goes back with a click on it", async () => {
    const { page } = await site.open();
    await panel(page).getByRole("button", { name: "Filters" }).click();
    await panel(page).getByLabel("matches from").fill("4");
    await panel(page).getByLabel("matches to").fill("5");
    await page.keyboard.press("Enter");
    await list(page)
      .getByText(/^[1-9][\d,]* of [\d,]+ kept captions pass\.$/)
      .waitFor();
    await panel(page).getByLabel("chance to").fill("0.0001");
    await page.keyboard.press("Enter");
    await list(page).getByText("No kept caption passes these filters.").waitFor();
    await list(page)
      .getByRole("button", { name: /^Without chance 0 to 0\.0001: [1-9]/ })
      .click();
    await list(page)
      .getByText(/^[1-9][\d,]* of [\d,]+ kept captions pass\.$/)
      .waitFor();
    await page.waitForURL(/matches=4\.\.5/);
  });

  it("is gone through by keyboard, and a caption sets t to where it begins to stay", async () => {
    const { page } = await site.open();
    await panel(page).getByRole("tab", { name: "Dropped" }).click();
    await captions(page).nth(3).waitFor();
    await captions(page).first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const button = list(page).getByRole("button", { name: /^Set t = / });
    const t = Number((await button.innerText()).replace(/\D/g, ""));
    await button.click();
    expect(await headtailPage(page).threshold()).toBe(t);
  });

  it("names near misses, and reads rejected lines back", async () => {
    const { page, errors } = await site.open();
    await headtailPage(page).open(mine, "mine.jsonl · 4 captions");
    await captions(page).filter({ hasText: "(dog)" }).click();
    const misses = list(page).getByRole("region", { name: "Near misses" }).getByRole("listitem");
    await misses.getByText(/red fox does not match “Red\s+fox”: case counts; its spaces/).waitFor();
    await misses.getByText(/dog does not match “\(dog\)”: punctuation/).waitFor();
    await panel(page).getByRole("tab", { name: "Rejected" }).click();
    await list(page).getByText('{"text": "broken').waitFor();
    await list(page).getByText("line 7: JSON, but not an object").waitFor();
    expect(errors).toEqual([]);
  });

  it("fetches thumbnails only once they are turned on, without cookies and referrer", async () => {
    const { page } = await site.open();
    const fetched: { url: string; headers: Record<string, string> }[] = [];
    await page.route(/^https?:\/\/[a-z]+\.example\//, async (route) => {
      const request = route.request();
      fetched.push({ url: request.url(), headers: await request.allHeaders() });
      if (request.url().includes("gone")) await route.abort();
      else await route.fulfill({ contentType: "image/png", body: PIXEL });
    });
    const local = { name: "local.png", mimeType: "image/png", buffer: PIXEL };
    await headtailPage(page).open([mine, local], "mine.jsonl · 4 captions");
    await captions(page).nth(2).waitFor();
    await page.getByText("Nothing leaves this tab.").waitFor();
    const tried = await page.evaluate(() =>
      fetch("https://one.example/x").then(
        () => "fetched",
        () => "refused",
      ),
    );
    expect(tried).toBe("refused");
    expect(fetched).toEqual([]);

    await list(page).locator("summary", { hasText: "Thumbnails" }).click();
    await list(page)
      .getByText(/one\.example, two\.example/)
      .waitFor();
    await list(page).getByRole("button", { name: "Show thumbnails" }).click();
    await page.getByText("Thumbnails are fetched from 3 hosts").waitFor();
    const frame = page.frameLocator("iframe[title=Thumbnails]");
    await expect
      .poll(() =>
        frame
          .locator("img")
          .evaluateAll(
            (images) =>
              (images as HTMLImageElement[]).filter((each) => each.naturalWidth > 0).length,
          ),
      )
      .toBe(2);
    await list(page).getByText("1 image did not come").waitFor();
    expect(fetched.map(({ url }) => url).sort()).toEqual([
      "https://gone.example/3.png",
      "https://one.example/1.png",
      "https://two.example/2.png",
    ]);
    // A frame without credentials sends no cookies; see public/thumbnails.html for other browsers.
    const isCredentialless = await frame
      .locator("body")
      .evaluate(() => (window as Window & { credentialless?: boolean }).credentialless);
    expect(isCredentialless).toBe(true);
    for (const { headers } of fetched) {
      expect(headers).not.toHaveProperty("referer");
    }
    const point = () =>
      list(page)
        .locator("canvas")
        .evaluate((canvas) => [
          ...((canvas as HTMLCanvasElement).getContext("2d")?.getImageData(50, 50, 1, 1).data ??
            []),
        ]);
    await expect.poll(point).toEqual([0, 128, 0, 255]);

    await list(page).getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Nothing leaves this tab.").waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
  });
});

function png(colour: readonly number[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from([0, ...colour]))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
