import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from "playwright-core";

const LINUX = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const LINUX_FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const MAC = ["Google Chrome", "Chromium"];
const WINDOWS = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];

/** Headless and quiet: no request that the page does not make. */
const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The path of a Chrome or Chromium: the one in the environment variable HEADTAIL_BROWSER, otherwise
 * an installed one, otherwise Playwright's own; null when there is none.
 *
 * @throws Error when HEADTAIL_BROWSER names a file that does not exist
 */
export function findBrowser(): string | null {
  const chosen = process.env.HEADTAIL_BROWSER;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(
      `HEADTAIL_BROWSER is ${chosen}, but there is no such file. Set it to the program of a Chrome or Chromium.`,
    );
  }
  return [...installedPaths(), chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

function installedPaths(): string[] {
  switch (process.platform) {
    case "darwin":
      return MAC.flatMap((name) =>
        ["/Applications", join(process.env.HOME ?? "", "Applications")].map((folder) =>
          join(folder, `${name}.app`, "Contents", "MacOS", name),
        ),
      );
    case "win32":
      return ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
        .flatMap((name) => process.env[name] ?? [])
        .flatMap((folder) => WINDOWS.map((path) => join(folder, path)));
    default:
      return LINUX_FOLDERS.flatMap((folder) =>
        [...LINUX, "chrome"].map((name) => join(folder, name)),
      );
  }
}

/**
 * Starts the browser, headless.
 *
 * @throws Error when none is found
 */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions());
}

/**
 * Starts the browser with a profile on disk, headless: what a page stores stays on disk, too.
 *
 * @param profile path of a folder
 * @throws Error when none is found
 */
export function launchWithProfile(
  profile: string,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...options, ...launchOptions() });
}

function launchOptions(): LaunchOptions {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(HOW_TO_GET_A_BROWSER);
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath,
    headless: true,
    args: isRoot ? ["--no-sandbox", ...ARGUMENTS] : ARGUMENTS,
  };
}

export const HOW_TO_GET_A_BROWSER =
  "The tests need Chrome or Chromium, and none was found. Install one of them, or run `npx playwright-core install chromium`, or set HEADTAIL_BROWSER to the path of the program.";
