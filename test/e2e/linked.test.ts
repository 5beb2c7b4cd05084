import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenPage, type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

const CAPTIONS = Array.from({ length: 400 }, (_, i) =>
  JSON.stringify({ text: ["a dog", "a red dog", "a zebra"][i % 40 === 7 ? 2 : i % 2] }),
).join("\n");
const METADATA = JSON.stringify(["a", "dog", "red", "zebra", "nothing"]);

/** Another server. Its answers by path; what it was asked, and with which cookies. */
let other: Server;
let address: string;
let asked: { path: string; cookie: string | undefined; referrer: string | undefined }[] = [];

let site: Site;
let open: OpenPage;
beforeAll(async () => {
  other = createServer(({ url = "", headers }, response) => {
    asked.push({ path: url, cookie: headers.cookie, referrer: headers.referer });
    response.setHeader("Set-Cookie", "id=1");
    if (url !== "/closed.jsonl") response.setHeader("Access-Control-Allow-Origin", "*");
    if (url === "/list.json") response.end(METADATA);
    else if (url === "/gone.jsonl") response.writeHead(404).end();
    else if (url === "/cut.jsonl") {
      response.setHeader("Content-Length", CAPTIONS.length);
      response.write(CAPTIONS.slice(0, 1000));
      setTimeout(() => response.destroy(), 100);
    } else if (url === "/slow.jsonl") response.write(CAPTIONS.slice(0, 1000));
    else response.end(CAPTIONS);
  }).listen(0);
  await once(other, "listening");
  address = `http://localhost:${(other.address() as AddressInfo).port}`;
  site = await startSite();
});
afterAll(async () => {
  other.closeAllConnections();
  other.close();
  await site?.close();
});
beforeEach(async () => {
  asked = [];
  open = await site.open();
});
afterEach(() => open.context.close());

/** Follows a link to the page that names files. */
async function follow(files: readonly string[], settings = "") {
  const { page } = open;
  const search = files.map((file) => `load=${file}`).join("&");
  await page.goto(`${site.url}?${search}${settings}`);
  await page.getByRole("dialog").waitFor();
  const dialog = page.getByRole("dialog");
  return { page, dialog, press: (name: string) => dialog.getByRole("button", { name }).click() };
}

describe("a link that names files", () => {
  it("asks, loads them from another server without cookies, and applies its settings", async () => {
    const files = [`${address}/list.json`, `${address}/captions.jsonl`];
    const { page, dialog, press } = await follow(files, "#t=7");
    const host = new URL(address).host;
    await dialog.getByRole("heading", { name: `Load 2 files from ${host}?` }).waitFor();
    expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual(files);
    expect(asked).toEqual([]);
    await press("Load");
    await page.getByText("captions.jsonl · 400 captions").waitFor();
    await page.getByPlaceholder("Search 5 entries").waitFor();
    expect(asked.map(({ path }) => path)).toEqual(["/list.json", "/captions.jsonl"]);
    expect(asked.every(({ cookie, referrer }) => !cookie && !referrer)).toBe(true);
    expect(await headtailPage(page).threshold()).toBe(7);
    expect(open.errors).toEqual([]);
  });

  it("stays in the address while its pool does: a reload does not ask, other files end it", async () => {
    const { page, press } = await follow([`${address}/captions.jsonl`]);
    await press("Load");
    await page.getByText("captions.jsonl · 400 captions").waitFor();
    await page.locator("[data-kept=kept]").waitFor();
    expect(new URL(page.url()).searchParams.getAll("load")).toEqual([`${address}/captions.jsonl`]);
    await page.reload();
    await page.getByText("captions.jsonl · 400 captions").waitFor();
    await page.waitForTimeout(300);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(asked.length).toBe(1);
    expect(new URL(page.url()).search).not.toBe("");
    const buffer = Buffer.from(CAPTIONS);
    const mine = { name: "mine.jsonl", mimeType: "application/jsonl", buffer };
    await headtailPage(page).open(mine, "mine.jsonl · 400 captions", true);
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });

  it("goes on without the files when they are not wanted", async () => {
    const { page, press } = await follow([`${address}/captions.jsonl`]);
    await press("Not now");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await page.getByText("This demo pool is made up.").waitFor();
    expect(asked).toEqual([]);
  });

  it("loads files beside the page, named by themselves", async () => {
    const { page, dialog, press } = await follow(["data/demo.jsonl"]);
    await dialog.getByText("They lie beside this page.").waitFor();
    await press("Load");
    await page
      .locator("header")
      .getByText(/^demo\.jsonl · [\d,]+ captions$/)
      .waitFor();
    expect(open.errors).toEqual([]);
  });

  it.each([
    [
      "closed.jsonl",
      /closed\.jsonl cannot be fetched: its server does not answer, or does not let/,
    ],
    ["gone.jsonl", /gone\.jsonl cannot be fetched: its server answers “404 Not Found”/],
    ["cut.jsonl", /cut\.jsonl broke off after 1,000 bytes\. Try again\./],
  ])("says why %s cannot be had, and tries again", async (name, sentence) => {
    const { dialog, press } = await follow([`${address}/${name}`]);
    await press("Load");
    await dialog.getByRole("alert").filter({ hasText: sentence }).waitFor();
    const before = asked.length;
    await press("Try again");
    await expect.poll(() => asked.length).toBe(before + 1);
    await dialog.getByRole("alert").filter({ hasText: sentence }).waitFor();
  });

  it("does not fetch what is no address on the web", async () => {
    const { dialog, press } = await follow(["file:///etc/hosts"]);
    await press("Load");
    await dialog.getByText(/“file:\/\/\/etc\/hosts” cannot be fetched: only addresses/).waitFor();
  });

  it("is cancelled while it is fetched, and the question stands again", async () => {
    const { dialog, press } = await follow([`${address}/slow.jsonl`]);
    await press("Load");
    await dialog.getByText("1.0 kB").waitFor();
    await press("Cancel");
    await dialog.getByRole("button", { name: "Load" }).waitFor();
    expect(await dialog.getByRole("alert").count()).toBe(0);
    await press("Not now");
    await dialog.waitFor({ state: "detached" });
  });

  it("is the only way out: the page itself reaches no other server", async () => {
    const { page } = open;
    const answer = await page.evaluate(
      (url) => fetch(url).then(String, (error: Error) => error.name),
      `${address}/captions.jsonl`,
    );
    expect(answer).toBe("TypeError");
    expect(asked).toEqual([]);
  });
});
