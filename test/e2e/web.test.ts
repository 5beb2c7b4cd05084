import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenPage, type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

const ROWS = 6000;

let folder: string;
/** A table whose images are nearly all of its bytes. */
let table: Buffer;
/** Another server, which stands in for Hugging Face too: what it was asked, and the bytes it sent. */
let other: Server;
let address: string;
let asked: { method: string | undefined; path: string; cookie: string | undefined }[] = [];
let bytesSent = 0;
/** Requests for ranges that are cut in the middle, those that come next. */
let toCut = 0;

let site: Site;
let open: OpenPage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-web-"));
  const path = join(folder, "pairs.parquet");
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (
    SELECT 'u' || i AS uid,
      CASE WHEN i % 40 = 7 THEN 'a zebra' WHEN i % 2 = 0 THEN 'a dog' ELSE 'a red dog' END AS caption,
      'https://example.org/' || i || '.jpg' AS url,
      list_reduce(list_transform(range(64), k -> md5((i * 64 + k)::VARCHAR)), (a, b) -> a || b)::BLOB AS image
    FROM range(${ROWS}) t(i)
  ) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION uncompressed)`);
  connection.closeSync();
  table = await readFile(path);

  other = createServer(({ url = "", method, headers }, response) => {
    asked.push({ method, path: url, cookie: headers.cookie });
    const send = (status: number, body: Buffer | string) => {
      response.writeHead(status);
      bytesSent += body.length;
      response.end(body);
    };
    response.setHeader("Set-Cookie", "id=1");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", "Content-Range, X-Error-Code");
    const [, range] = /^bytes=(.*)$/.exec(headers.range ?? "") ?? [];
    if (url === "/moved.parquet") response.writeHead(302, { Location: "/pairs.parquet" }).end();
    else if (url === "/whole.parquet") send(200, table);
    else if (url === "/captions.jsonl") send(200, '{"text":"a dog"}\n{"text":"a zebra"}\n');
    else if (url !== "/pairs.parquet") send(404, "");
    else if (range === undefined) send(200, table);
    else {
      const [start, end] = range.split("-").map(Number);
      response.setHeader("Content-Range", `bytes ${start}-${end}/${table.length}`);
      const part = table.subarray(start, end + 1);
      response.setHeader("Content-Length", part.length);
      if (toCut > 0 && part.length > 4) {
        toCut--;
        response.writeHead(206);
        response.write(part.subarray(0, 2));
        setTimeout(() => response.destroy(), 50);
      } else send(206, part);
    }
  }).listen(0);
  await once(other, "listening");
  address = `http://localhost:${(other.address() as AddressInfo).port}`;
  site = await startSite();
});
afterAll(async () => {
  other?.closeAllConnections();
  other?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  asked = [];
  bytesSent = 0;
  toCut = 0;
  open = await site.open();
});
afterEach(() => open.context.close());

/** Types into the dialog that an action opens. */
async function ask(typed: string, button: string) {
  const { page } = open;
  await page.keyboard.press("Shift+O");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^Address of a file/ }).fill(typed);
  const press = (name: string) => dialog.getByRole("button", { name }).click();
  await press(button);
  return { page, dialog, press };
}

/** Answers for Hugging Face what it says of a data set. */
async function listDataset(status: number, listing: unknown, headers = {}) {
  await open.context.route("https://huggingface.co/**", (route) =>
    route.fulfill({
      status,
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "X-Error-Code",
        ...headers,
      },
      json: listing,
    }),
  );
}

describe("captions from the web", () => {
  it("come of a data set's columns: only their bytes are fetched", async () => {
    const file = `${address}/moved.parquet`;
    await listDataset(200, { default: { test: [file], train: [file, file] } });
    const { page, dialog, press } = await ask("owner/pairs", "Find files");
    await dialog.getByRole("heading", { name: "Open owner/pairs" }).waitFor();
    const split = dialog.getByRole("combobox", { name: "Split" });
    expect(await split.locator("option:checked").innerText()).toBe("default / train · 2 files");
    const ticked = dialog.getByRole("checkbox", { checked: true });
    expect(await ticked.count()).toBe(3);
    await dialog.getByRole("checkbox", { name: /^image/, checked: false }).waitFor();
    await split.selectOption("default / test · 1 file");
    await dialog.getByText("6,000 rows").waitFor();
    await dialog.getByRole("checkbox", { name: /^url/ }).uncheck();
    await press("Fetch");
    await page.locator("header").getByText("owner-pairs-test.jsonl · 6,000 captions").waitFor();
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    expect(table.length).toBeGreaterThan(12e6);
    expect(bytesSent).toBeLessThan(table.length / 5);
    expect(asked.every(({ method, cookie }) => method === "GET" && !cookie)).toBe(true);
    // A redirect is followed once for each look, not for every range.
    expect(asked.filter(({ path }) => path === "/moved.parquet").length).toBe(2);
    expect(new URL(page.url()).search).toBe("");
    expect(open.errors).toEqual([]);
  });

  it("are the first rows, of as many files as it takes, in order", async () => {
    const file = `${address}/pairs.parquet`;
    await listDataset(200, { default: { train: [file, file, file] } });
    const { page, dialog, press } = await ask(
      "https://huggingface.co/datasets/owner/pairs",
      "Find",
    );
    const rows = dialog.getByRole("combobox", { name: "Rows" });
    await rows.waitFor();
    expect(await rows.locator("option").allInnerTexts()).toEqual([
      "the first 10,000",
      "all, about 18,000",
    ]);
    await rows.selectOption("the first 10,000");
    await press("Fetch");
    await page.locator("header").getByText("owner-pairs-train.jsonl · 10,000 captions").waitFor();
    expect(open.errors).toEqual([]);
  });

  it("come of a table at an address, and one that is cut is asked for again", async () => {
    const { page, dialog, press } = await ask(`${address}/pairs.parquet`, "Show columns");
    await dialog.getByText(/^About [\d.]+ kB will be fetched from localhost/).waitFor();
    toCut = 1;
    await press("Fetch");
    await page.locator("header").getByText("pairs.jsonl · 6,000 captions").waitFor();
    expect(toCut).toBe(0);
    expect(bytesSent).toBeLessThan(table.length / 5);
  });

  it("broken off: it says so, and goes on when asked", async () => {
    const { page, dialog, press } = await ask(`${address}/pairs.parquet`, "Show columns");
    await dialog.getByRole("button", { name: "Fetch" }).waitFor();
    toCut = 100;
    await press("Fetch");
    await dialog.getByText(/pairs\.parquet broke off, twice\. Try again\./).waitFor();
    toCut = 0;
    await press("Try again");
    await page.locator("header").getByText("pairs.jsonl · 6,000 captions").waitFor();
  });

  it("come of a whole file where the server sends no parts, and Share names it", async () => {
    const { page } = await ask(`${address}/whole.parquet`, "Show columns");
    await page.locator("header").getByText("whole.parquet · 6,000 captions").waitFor();
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll("load"))
      .toEqual([`${address}/whole.parquet`]);
  });

  it("come of a file of lines, beside the pool when the user says so", async () => {
    const mine = { name: "mine.jsonl", mimeType: "", buffer: Buffer.from('{"text":"a dog"}\n') };
    await headtailPage(open.page).open(mine, "mine.jsonl · 1 caption");
    await open.page.locator("body").press("Escape");
    const { page } = await ask(`${address}/captions.jsonl`, "Open");
    await page.getByRole("button", { name: "Add" }).click();
    await page.locator("header").getByText("2 files · 3 captions").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  it.each([
    [401, { "X-Error-Code": "RepoNotFound" }, /there is none of that name, or it is private/],
    [403, { "X-Error-Code": "GatedRepo" }, /“owner\/pairs” is gated: log in at https:/],
    [404, { "X-Error-Code": "EntryNotFound" }, /has no Parquet files of “owner\/pairs” yet/],
    [200, {}, /has no Parquet files of “owner\/pairs” yet/],
  ])("cannot come of a data set that answers %d %j", async (status, headers, sentence) => {
    await listDataset(status, {}, headers);
    const { dialog } = await ask("owner/pairs", "Find files");
    await dialog.getByRole("alert").filter({ hasText: sentence }).waitFor();
  });

  it("cannot come of what is not there", async () => {
    const { dialog } = await ask(`${address}/gone.parquet`, "Show columns");
    await dialog.getByText(/server answers “404 Not Found”\. Check the address\./).waitFor();
  });
});
