/**
 * Takes pictures of the built app: docs/images/headtail.png for the README, and every screen in
 * all widths and both themes into screenshots/, to be looked at.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { startSite } from "./site.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const SIZES = [
  { width: 1440, height: 900 },
  { width: 800, height: 900 },
  { width: 360, height: 740 },
];

/** Screens, each from the page as it is on arrival. */
const SCREENS: Record<string, (page: Page) => Promise<void>> = {
  arrival: async () => {},
  cumulative: (page) => page.getByRole("tab", { name: "Cumulative" }).click(),
  bands: (page) => page.getByRole("tab", { name: "Bands" }).click(),
  length: (page) => page.getByRole("tab", { name: "Kept by matches" }).click(),
  why: (page) =>
    page
      .getByRole("button", { name: /chance/ })
      .nth(1)
      .click(),
  export: (page) => page.getByRole("button", { name: /^Export/ }).click(),
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((lesson) => [
      `lesson-${lesson}`,
      (page: Page) => openLesson(page, lesson),
    ]),
  ),
};

async function openLesson(page: Page, lesson: number): Promise<void> {
  await page.evaluate((address) => location.assign(address), `#lesson=${lesson}`);
  await page.getByText(`${lesson} of 6`).waitFor();
}

const site = await startSite();
try {
  await mkdir(`${root}/screenshots`, { recursive: true });
  await mkdir(`${root}/docs/images`, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const size of SIZES) {
      for (const [name, show] of Object.entries(SCREENS)) {
        const { page, context } = await site.open({ ...size, colorScheme });
        await page.getByRole("row").nth(3).waitFor();
        await page.getByText(/expected [\d,]+ ±/).waitFor();
        await show(page);
        await page.waitForTimeout(300);
        const fullPage = size.width <= 640 && name !== "export";
        const path = `${root}/screenshots/${name}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path, fullPage });
        if (name === "arrival" && size.width === 1440 && colorScheme === "light") {
          await page.screenshot({ path: `${root}/docs/images/headtail.png` });
        }
        await context.close();
      }
    }
  }
} finally {
  await site.close();
}
