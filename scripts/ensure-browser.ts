import { spawnSync } from "node:child_process";
import { findBrowser, HOW_TO_GET_A_BROWSER } from "./browser.ts";

const PACKAGES = ["chromium", "fonts-dejavu"];

try {
  if (findBrowser() === null) installBrowser();
  const path = findBrowser();
  if (path === null) fail(HOW_TO_GET_A_BROWSER);
  else console.log(`Browser tests run in ${path}.`);
} catch (error) {
  fail((error as Error).message);
}

/** Installs Chromium as a system package, where that needs no questions. */
function installBrowser(): void {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"]).error !== undefined) return;
  console.log(
    `No Chrome or Chromium was found. Installing ${PACKAGES.join(" and ")} with apt-get.`,
  );
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update"], { stdio: "inherit", env });
  const install = ["install", "--yes", "--no-install-recommends", ...PACKAGES];
  spawnSync("apt-get", install, { stdio: "inherit", env });
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
