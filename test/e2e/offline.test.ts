import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../scripts/browser.ts";

const BUILT = new URL("../../dist/", import.meta.url);
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A plain server of the built app, without the headers that isolate the page. */
interface PlainServer {
  readonly url: string;
  /** Paths asked for. */
  readonly asked: string[];
  /** Stands for a newer build. */
  isNewer: boolean;
  close(): void;
}

async function startPlainServer(): Promise<PlainServer> {
  const asked: string[] = [];
  const server: Server = createServer(async ({ url = "/" }, response) => {
    const path = url
      .replace(/[?#].*/, "")
      .replace(/\/$/, "/index.html")
      .slice(1);
    asked.push(path);
    try {
      const body = await readFile(new URL(path, BUILT));
      response.writeHead(200, {
        "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
        "Cache-Control": "no-cache",
      });
      response.end(path === "sw.js" && plain.isNewer ? `${body}\n// newer` : body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const plain: PlainServer = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    asked,
    isNewer: false,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return plain;
}

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function visit(server: PlainServer): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByText("Works offline.").waitFor();
  return page;
}

describe("after the first visit", () => {
  it("the page starts without a network, and its tables too", async () => {
    const server = await startPlainServer();
    const page = await visit(server);
    server.close();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole("slider", { name: "Threshold t" }).first().waitFor();
    await page.getByRole("row").nth(5).waitFor();
    await page.context().close();
  });

  it("a newer build waits until the user asks for it", async () => {
    const server = await startPlainServer();
    const page = await visit(server);
    await page.reload();
    await page.getByText("Works offline.").waitFor();
    server.isNewer = true;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.getByText("A newer Headtail is ready.").waitFor();
    const before = await page.evaluate(() => performance.timeOrigin);
    await page.getByRole("button", { name: "Reload" }).click();
    await page.waitForFunction((before) => performance.timeOrigin > before, before);
    await page.getByText("Works offline.").waitFor();
    expect(await page.getByText("A newer Headtail is ready.").count()).toBe(0);
    await page.context().close();
    server.close();
  });
});
