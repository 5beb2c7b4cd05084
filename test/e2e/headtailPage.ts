import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

/** What tests read from the page and do on it, by what a person sees. */
export function headtailPage(page: Page) {
  /** The figure beside or under a name. */
  async function figure(name: string): Promise<number> {
    const term = page.locator("dt").filter({ hasText: new RegExp(`^${name}$`) });
    const text = await term.first().locator("xpath=following-sibling::dd[1]").innerText();
    return Number(text.replaceAll(",", ""));
  }

  async function value(label: string): Promise<number> {
    const text = await page.getByRole("textbox", { name: label }).inputValue();
    return Number(text.replaceAll(",", ""));
  }

  return {
    figure,

    /**
     * Picks files as through the file dialog, and waits until they are on screen.
     *
     * @param replaces whether the page asks what becomes of a pool of the user's own
     */
    async open(files: Files, title: string, replaces = false) {
      await page.locator("header").getByLabel("Files to open").setInputFiles(files);
      if (replaces) await page.getByRole("button", { name: "Replace" }).click();
      await page.locator("header").getByText(title).waitFor();
      await page.getByRole("progressbar").waitFor({ state: "detached" });
    },

    async changeMetadata(list: Files, entries: string) {
      await page.getByLabel("Metadata list to use").setInputFiles(list);
      await page.getByPlaceholder(`Search ${entries} entries`).waitFor();
      await page.getByRole("progressbar").waitFor({ state: "detached" });
    },

    async setThreshold(t: number) {
      await page.getByRole("textbox", { name: "threshold t" }).fill(String(t));
      await page.keyboard.press("Enter");
    },

    async setTailShare(percent: number) {
      await page.getByRole("textbox", { name: "tail share p" }).fill(String(percent));
      await page.keyboard.press("Enter");
    },

    threshold: () => value("threshold t"),
    /** In percent. */
    tailShare: () => value("tail share p"),

    /** The expected number of captions kept and its deviation, once t rests. */
    async expected(): Promise<{ kept: number; deviation: number }> {
      const text = await page.getByText(/expected [\d,]+ ± [\d,]+/).innerText();
      const [, kept, deviation] = /expected ([\d,]+) ± ([\d,]+)/.exec(text) as string[];
      return {
        kept: Number(kept.replaceAll(",", "")),
        deviation: Number(deviation.replaceAll(",", "")),
      };
    },

    /** Exports and gives the three files as they were downloaded: by the end of their names. */
    async export({ withColumns = false } = {}): Promise<Record<ExportEnding, Download>> {
      const downloads = new Map<string, Download>();
      const all = new Promise<void>((resolve) => {
        page.on("download", async (download) => {
          const path = await download.path();
          const name = download.suggestedFilename();
          downloads.set(name, { name, path, bytes: await readFile(path) });
          if (downloads.size === 3) resolve();
        });
      });
      await page.getByRole("button", { name: /^Export/ }).click();
      if (withColumns) await page.getByLabel(/Add tau/).check();
      await page.getByRole("button", { name: /^Save/ }).click();
      await all;
      page.removeAllListeners("download");
      const ending = (end: string) =>
        [...downloads.values()].find(({ name }) => name.endsWith(end)) as Download;
      return {
        jsonl: ending(".jsonl"),
        manifest: ending(".manifest.json"),
        entryCounts: ending(".entry_counts.json"),
      };
    },
  };
}

type Files = Parameters<Page["setInputFiles"]>[1];
type ExportEnding = "jsonl" | "manifest" | "entryCounts";

export interface Download {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
}
