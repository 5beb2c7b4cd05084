import { source } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SIZES, settled, showAll, THEMES } from "../../scripts/screens.ts";
import { type Site, startSite } from "../../scripts/site.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** What axe finds on the page as it is, one line a place. */
async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { readonly axe: typeof import("axe-core") };
    // Bars are named by a sentence that says all their figures, in other words than stand beside them.
    const rules = { "label-content-name-mismatch": { enabled: false } };
    const found = await axe.run(document, { rules });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
    );
  });
}

describe.each(THEMES)("in the %s theme", (colorScheme) => {
  it.each(SIZES)(
    "axe finds nothing on any screen, $width pixels wide",
    async (size) => {
      const { page, context } = await site.open({ ...size, colorScheme });
      await settled(page);
      await page.evaluate(source);
      const seenOn: Record<string, string[]> = {};
      await showAll(page, size.width, async ({ name }) => {
        for (const violation of await violations(page)) {
          seenOn[violation] = [...(seenOn[violation] ?? []), name];
        }
      });
      expect(seenOn).toEqual({});
      await context.close();
    },
    240_000,
  );
});
