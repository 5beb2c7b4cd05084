import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../scripts/browser.ts";

/** A page of somebody else, with styles of its own, that has the chart from the built library. */
const root = fileURLToPath(new URL("embedded", import.meta.url));

let outDir: string;
let server: PreviewServer;
let browser: Browser;
let page: Page;
const errors: string[] = [];
beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "headtail-embedded-"));
  const options = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...options, build: { outDir, emptyOutDir: true } });
  server = await preview({ ...options, build: { outDir }, preview: { port: 0 } });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(server.resolvedUrls?.local[0] as string);
  await page.getByRole("slider", { name: "Threshold t" }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(outDir, { recursive: true, force: true });
});

const told = () => page.locator("#kept").innerText();

describe("the chart in a page of somebody else", () => {
  it("has types that such a page compiles with", () => {
    execFileSync("npx", ["tsc", "-p", root], {
      stdio: "pipe",
      shell: process.platform === "win32",
    });
  });

  it("is dragged, and tells the page of it", async () => {
    expect(await told()).toMatch(/^At 300: \d+$/);
    const handle = page.getByRole("slider", { name: "Line of t in the chart" });
    const box = await handle.boundingBox();
    if (box === null) throw new Error("There is no handle on the chart.");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 30, { steps: 5 });
    await page.mouse.up();
    await expect.poll(told).not.toMatch(/^At 300:/);
    expect(await page.getByText(/of 20,000 captions stay/).innerText()).toContain(
      Number((await told()).split(": ")[1]).toLocaleString("en"),
    );
    expect(errors).toEqual([]);
  });

  it("has its own look, and leaves the page's", async () => {
    const looks = await page.evaluate(() => {
      const tab = document
        .querySelector("#chart > *")
        ?.shadowRoot?.querySelector("[role=tab]") as HTMLElement;
      const heading = document.querySelector("h1") as HTMLElement;
      return {
        tab: getComputedStyle(tab).color,
        margin: getComputedStyle(heading).marginTop,
        font: getComputedStyle(heading).fontFamily,
      };
    });
    expect(looks.tab).not.toBe("rgb(255, 0, 0)");
    expect(looks.margin).not.toBe("0px");
    expect(looks.font).toContain("Georgia");
  });
});
