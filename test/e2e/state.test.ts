import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenPage, type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
let profile: string;
let open: OpenPage;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), "headtail-profile-"));
  open = await site.open({ profile });
});
afterEach(async () => {
  await open.context.close();
  await rm(profile, { recursive: true, force: true });
});

const WORDS = ["a", "dog", "cat", "photo", "of", "park", "red", "hot", "zebra", "quince"];
const TEXTS = Array.from({ length: 3000 }, (_, i) =>
  [1, 3, 7, 11].map((step) => WORDS[((i * step) % 97) % WORDS.length]).join(" "),
);
const MINE = {
  name: "mine.jsonl",
  mimeType: "application/jsonl",
  buffer: Buffer.from(`not JSON\n${TEXTS.map((text) => `${JSON.stringify({ text })}\n`).join("")}`),
};

const kept = (page: Page) => page.locator("[data-kept=kept]").waitFor();
const slider = (page: Page) => page.getByRole("slider", { name: "Threshold t" }).waitFor();

async function loadMine(page: Page) {
  await headtailPage(page).open(MINE, "mine.jsonl · 3,000 captions");
  await kept(page);
}

async function seen(page: Page) {
  const { figure, threshold, expected, export: save } = headtailPage(page);
  const view = page.getByRole("tab", { selected: true });
  const { jsonl, entryCounts } = await save();
  return {
    title: await page.getByText("mine.jsonl · 3,000 captions").innerText(),
    threshold: await threshold(),
    expected: await expected(),
    figures: await Promise.all(["captions kept", "head entries", "matched captions"].map(figure)),
    views: await view.allInnerTexts(),
    captions: await page.getByRole("tabpanel", { name: "Captions" }).innerText(),
    rejected: await page.getByText("1 line rejected").count(),
    exported: jsonl.bytes.toString(),
    counts: entryCounts.bytes.toString(),
  };
}

/** What of Headtail's is in the site's own storage: folders, and files of saved pools. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folders: string[] = [];
    for await (const name of root.keys()) folders.push(name);
    const files: string[] = [];
    if (folders.includes("saved")) {
      for await (const name of (await root.getDirectoryHandle("saved")).keys()) files.push(name);
    }
    return { folders: folders.sort(), files: files.map((name) => name.split("-")[0]).sort() };
  });

describe("a reload", () => {
  it("brings back data, t, view and captions, and exports the same bytes", async () => {
    const { page, errors } = open;
    await loadMine(page);
    const { setThreshold } = headtailPage(page);
    await setThreshold(40);
    await page.getByRole("button", { name: "draw again" }).click();
    await page.getByRole("tab", { name: "Cumulative" }).click();
    await page.getByRole("tab", { name: "Dropped" }).click();
    await page.getByLabel("Search entries").waitFor();
    const before = await seen(page);
    await page.reload();
    await slider(page);
    expect(page.url()).toContain("t=40");
    expect(await seen(page)).toEqual(before);
    expect(await page.getByText("This demo pool is made up.").count()).toBe(0);

    await page.goto(`${site.url}#t=3&view=bands`);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[role=tab][aria-selected=true]")].some(
        (tab) => tab.textContent === "Bands",
      ),
    );
    expect(await headtailPage(page).threshold()).toBe(3);
    expect(errors).toEqual([]);
  });

  it("brings back the user's own metadata list, with which the pool goes on", async () => {
    const { page, errors } = open;
    await loadMine(page);
    const list = { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("dog\nzebra\n") };
    await headtailPage(page).changeMetadata(list, "2");
    await page.locator("[data-kept=writing]").waitFor();
    await kept(page);
    await page.reload();
    await page.getByText("list.txt").waitFor();
    await page.getByPlaceholder("Search 2 entries").waitFor();
    await page.getByRole("button", { name: "Back to WordNet" }).click();
    await page.getByText("WordNet 3.1, numbers 0–99").waitFor();
    expect(errors).toEqual([]);
  });

  it("reads a file again by its handle, once it may", async () => {
    const { page, context } = open;
    // A file of the site's own stands for one on disk: it has a handle like any other.
    await context.addInitScript(() => {
      const leave = FileSystemFileHandle.prototype as unknown as Record<string, unknown>;
      leave.queryPermission = async () => sessionStorage.getItem("leave") ?? "prompt";
      leave.requestPermission = async () => "granted";
      Object.assign(globalThis, {
        async showOpenFilePicker() {
          const root = await navigator.storage.getDirectory();
          return [await root.getFileHandle("theirs.jsonl")];
        },
      });
    });
    await page.reload();
    await slider(page);
    await page.evaluate(async (text) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle("theirs.jsonl", { create: true });
      const stream = await handle.createWritable();
      await stream.write(text);
      await stream.close();
    }, MINE.buffer.toString());
    await page.locator("header").getByRole("button", { name: "Open…" }).click();
    await page.getByText("theirs.jsonl · 3,000 captions").waitFor();
    await kept(page);
    expect((await stored(page)).files).toEqual(["columns"]);

    await page.reload();
    await page.getByText("theirs.jsonl · 3,000 captions").waitFor();
    await page.getByText(/Headtail needs leave to read theirs\.jsonl again/).waitFor();
    const captions = page.getByRole("tabpanel", { name: "Captions" });
    await page.getByText(/These captions could not be read: theirs\.jsonl/).waitFor();
    await page.getByRole("button", { name: "Allow" }).click();
    await captions.getByRole("listitem").first().waitFor();
    expect(await page.getByRole("button", { name: "Allow" }).count()).toBe(0);

    await page.evaluate(() => sessionStorage.setItem("leave", "granted"));
    await page.reload();
    await captions.getByRole("listitem").first().waitFor();
    expect(await page.getByRole("button", { name: "Allow" }).count()).toBe(0);
  });
});

describe("several tabs", () => {
  it("have sessions of their own, and a new one is offered what no tab has open", async () => {
    const { page, context, errors } = open;
    await loadMine(page);
    await headtailPage(page).setThreshold(40);

    const second = await context.newPage();
    await second.goto(site.url);
    await slider(second);
    await second.getByText("This demo pool is made up.").waitFor();
    expect(await second.getByRole("button", { name: "Continue" }).count()).toBe(0);

    const [copy] = await Promise.all([
      context.waitForEvent("page"),
      page.evaluate(() => void window.open(location.href)),
    ]);
    await copy.getByText("mine.jsonl · 3,000 captions").waitFor();
    await slider(copy);
    await headtailPage(copy).setThreshold(7);
    await page.reload();
    await page.getByText("mine.jsonl · 3,000 captions").waitFor();
    expect(await headtailPage(page).threshold()).toBe(40);
    await copy.close();
    await page.close();

    const third = await context.newPage();
    await third.goto(site.url);
    await third.getByText(/Continue with mine\.jsonl\?/).waitFor();
    await third.getByRole("button", { name: "Continue" }).click();
    await third.getByText("mine.jsonl · 3,000 captions").waitFor();
    await third.getByRole("tabpanel", { name: "Captions" }).getByRole("listitem").first().waitFor();
    expect([7, 40]).toContain(await headtailPage(third).threshold());
    expect(errors).toEqual([]);
  });
});

describe("clear everything", () => {
  it("removes all that is kept, says how much, and begins anew with the demo", async () => {
    const { page, errors } = open;
    await loadMine(page);
    await headtailPage(page).setThreshold(40);
    await page.getByRole("button", { name: /^Theme: system/ }).click();
    await seen(page);
    expect(await stored(page)).toEqual({
      folders: ["export", "metadata-index", "saved"],
      files: ["columns", "text"],
    });
    await page.getByRole("button", { name: "Clear everything…" }).click();
    await page.getByText(/All that Headtail keeps in this browser is removed/).waitFor();
    await page.getByRole("button", { name: "Clear everything", exact: true }).click();
    const message = page.getByText(/Everything that Headtail kept in this browser was cleared/);
    expect(await message.innerText()).toMatch(/cleared: about [1-9][\d.]* [kM]B\./);
    await page.getByText("This demo pool is made up.").waitFor();
    expect(new URL(page.url()).hash).toBe("");
    const after = await stored(page);
    expect(after.folders.filter((name) => name !== "metadata-index")).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem("headtail-theme"))).toBeNull();
    await page.reload();
    await page.getByText("This demo pool is made up.").waitFor();
    expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
