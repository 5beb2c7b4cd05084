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

type Options = import("axe-core").RunOptions;

/** What axe finds on the page as it is, one text a place. */
async function violations(page: Page, options: Options): Promise<string[]> {
  return page.evaluate(async (runOptions) => {
    const { axe } = window as unknown as { readonly axe: typeof import("axe-core") };
    const found = await axe.run(document, runOptions);
    return found.violations.flatMap(({ id, nodes }) =>
      nodes
        // What the slider's bar or the header lie over is scrolled out from under them.
        .filter(({ failureSummary }) => !failureSummary?.includes("partially obscured"))
        .map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
    );
  }, options);
}

/** Themes differ in colours alone; fingers need targets of some size. */
function optionsFor(theme: string, width: number): Options {
  if (theme === "dark") return { runOnly: ["color-contrast", "link-in-text-block"] };
  return { rules: { "target-size": { enabled: width <= 640 } } };
}

describe.each(THEMES)("in the %s theme", (colorScheme) => {
  it.each(SIZES)(
    "axe finds nothing on any screen, $width pixels wide",
    async (size) => {
      const prepare = (page: Page) => page.addInitScript(source);
      const { page, context } = await site.open({ ...size, colorScheme, prepare });
      await settled(page);
      const seenOn: Record<string, string[]> = {};
      await showAll(page, size.width, async ({ name }) => {
        for (const violation of await violations(page, optionsFor(colorScheme, size.width))) {
          seenOn[violation] = [...(seenOn[violation] ?? []), name];
        }
      });
      expect(seenOn).toEqual({});
      await context.close();
    },
    240_000,
  );
});
