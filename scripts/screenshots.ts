/**
 * Takes pictures of the built app: docs/images/headtail.png for the README, and every screen in
 * all widths and both themes into screenshots/, to be looked at.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SIZES, settled, showAll, THEMES } from "./screens.ts";
import { startSite } from "./site.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const site = await startSite();
try {
  await mkdir(`${root}/screenshots`, { recursive: true });
  await mkdir(`${root}/docs/images`, { recursive: true });
  for (const colorScheme of THEMES) {
    for (const size of SIZES) {
      const { page, context } = await site.open({ ...size, colorScheme });
      await settled(page);
      if (size.width === 1440 && colorScheme === "light") {
        await page.screenshot({ path: `${root}/docs/images/headtail.png` });
      }
      await showAll(page, size.width, async ({ name }) => {
        const isOver =
          (await page.locator("dialog[open], [role=menu], [data-open=true]").count()) > 0;
        await page.screenshot({
          path: `${root}/screenshots/${name}-${size.width}-${colorScheme}.png`,
          fullPage: size.width <= 640 && !isOver,
        });
      });
      await context.close();
    }
  }
} finally {
  await site.close();
}
