import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { preview } from "vite";
import { launchBrowser, launchWithProfile } from "./browser.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The built app on localhost, and a browser to look at it. */
export interface Site {
  readonly url: string;
  /** A page in a context of its own, or with a profile in a browser of its own; nothing cached. */
  open(options?: PageOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  /** Address of a proxy that all traffic goes through, to this machine too. */
  readonly proxy?: string;
  /** Path of an empty folder for a profile on disk; otherwise all that the page stores is in memory. */
  readonly profile?: string;
  /** Called before the page is asked for. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Messages of the console that are errors, and errors nobody caught. */
  readonly errors: string[];
}

/** @param isIsolated whether the server sends the headers that make the page cross-origin isolated */
export async function startSite(isIsolated = true): Promise<Site> {
  const server = await preview({
    root,
    logLevel: "error",
    preview: {
      port: 0,
      ...(isIsolated ? {} : { headers: { "Cross-Origin-Embedder-Policy": "unsafe-none" } }),
    },
  });
  let shared: Promise<Browser> | undefined;
  const browser = () => {
    shared ??= launchBrowser();
    return shared;
  };
  const url = server.resolvedUrls?.local[0] ?? "";
  return {
    url,
    async open({ width = 1440, height = 900, colorScheme = "light", ...others } = {}) {
      const { proxy, profile, prepare } = others;
      const options = {
        viewport: { width, height },
        colorScheme,
        ...(proxy && { proxy: { server: proxy, bypass: "<-loopback>" } }),
      };
      const context = profile
        ? await launchWithProfile(profile, options)
        : await (await browser()).newContext(options);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(error.message));
      // Exports go to the downloads folder: a picker cannot be clicked in a headless browser.
      await page.addInitScript(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
      await prepare?.(page);
      await page.goto(url);
      await page.getByRole("slider", { name: "Threshold t" }).waitFor();
      return { page, context, errors };
    },
    async close() {
      await (await shared)?.close();
      await server.close();
    },
  };
}
