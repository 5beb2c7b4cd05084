// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FetchFrame } from "../../src/app/linked/fetchFrame.ts";
import { askedFor } from "../../src/app/web/askedFor.ts";
import { firstSplit, splitsOf } from "../../src/app/web/huggingFace.ts";
import { findFile, NoRanges, rangeReader } from "../../src/app/web/ranges.ts";
import { bytesToFetch, rowsOf, type WebTable } from "../../src/app/web/webTable.ts";
import type { TableLook } from "../../src/engine/types.ts";
import { createFakeEngine, type FakeEngine } from "./fakeEngine.ts";
import { openPage } from "./page.tsx";

/** What the web answers, and what it was asked. */
let answer: (address: string, options: RequestInit) => Promise<Response>;
let asked: string[];
const frame: FetchFrame = {
  fetch(address, options) {
    const range = new Headers(options.headers).get("Range");
    asked.push([options.method ?? "GET", address, range].filter(Boolean).join(" "));
    return answer(address, options);
  },
  close: () => {},
};
vi.mock("../../src/app/linked/fetchFrame.ts", () => ({ openFetchFrame: async () => frame }));

beforeEach(() => {
  asked = [];
  vi.restoreAllMocks();
});

const { signal } = new AbortController();
const json = async (value: unknown) => new Response(JSON.stringify(value));

/** The bytes of a range that is asked for, each of which is its place. */
function part({ headers }: RequestInit, size = 1000, more: Record<string, string> = {}) {
  const [, start, end] = /bytes=(\d+)-(\d+)/.exec(new Headers(headers).get("Range") ?? "") ?? [];
  const bytes = Uint8Array.from({ length: Number(end) + 1 - Number(start) }, (_, i) => {
    return Number(start) + i;
  });
  return new Response(bytes, {
    status: 206,
    headers: { "Content-Range": `bytes ${start}-${end}/${size}`, ...more },
  });
}

describe("what is typed", () => {
  it.each([
    ["laion/relaion-art", "laion/relaion-art"],
    ["  datasets/owner/name.v2 ", "owner/name.v2"],
    ["https://huggingface.co/datasets/owner/name", "owner/name"],
    ["https://huggingface.co/datasets/owner/name/viewer/default/train?p=2", "owner/name"],
    ["huggingface.co/datasets/owner/name/tree/main/data", "owner/name"],
    ["hf.co/datasets/owner/name/", "owner/name"],
    ["https://huggingface.co/datasets/squad", "squad"],
  ])("%s is a data set", (typed, name) => {
    expect(askedFor(typed)).toEqual({ kind: "dataset", name });
  });

  it.each([
    ["https://example.org/a%20b.jsonl.gz?x=1", "https://example.org/a%20b.jsonl.gz?x=1", false],
    ["example.org/captions.csv", "https://example.org/captions.csv", false],
    ["http://localhost:8000/part.PARQUET", "http://localhost:8000/part.PARQUET", true],
    [
      "https://huggingface.co/datasets/owner/name/blob/main/data/blob/x.parquet",
      "https://huggingface.co/datasets/owner/name/resolve/main/data/blob/x.parquet",
      true,
    ],
  ])("%s is a file", (typed, href, isTable) => {
    expect(askedFor(typed)).toEqual({ kind: "file", url: new URL(href), isTable });
  });

  it.each(["", "captions", "a b", "file:///etc/hosts", "a/b/c", "https://", "javascript:1"])(
    "%j is neither",
    (typed) => {
      expect(askedFor(typed)).toBeNull();
    },
  );
});

describe("the splits of a data set", () => {
  it("are asked for where Hugging Face answers, or another server in its place", async () => {
    answer = () => json({ b: { test: ["https://a.org/1"] }, a: { train: ["https://a.org/2"] } });
    const splits = await splitsOf(frame, "owner/name", signal, "http://localhost:1");
    expect(asked).toEqual(["GET http://localhost:1/api/datasets/owner/name/parquet"]);
    expect(splits).toEqual([
      { config: "b", split: "test", files: ["https://a.org/1"] },
      { config: "a", split: "train", files: ["https://a.org/2"] },
    ]);
    expect(firstSplit(splits)).toBe(1);
    expect(firstSplit(splits.slice(0, 1))).toBe(0);
  });

  it.each([[null], [[]], ["text"], [{ a: null }], [{ a: { train: [] } }], [{ a: { train: [7] } }]])(
    "are none in %j",
    async (listing) => {
      answer = () => json(listing);
      await expect(splitsOf(frame, "o/n", signal)).rejects.toThrow(
        /has no Parquet files of “o\/n”/,
      );
    },
  );

  it.each([
    [404, {}, /has no data set “o\/n”, or no Parquet files of it\. Check the name/],
    [401, {}, /there is none of that name, or it is private\. Check the name\./],
    [429, {}, /asked too often .* Try again in some minutes\./],
    [503, {}, /answers “503”/],
  ])("cannot be had: %d", async (status, headers, sentence) => {
    answer = async () => new Response("", { status, headers });
    await expect(splitsOf(frame, "o/n", signal)).rejects.toThrow(sentence);
  });

  it("cannot be had without a network", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    await expect(splitsOf(frame, "o/n", signal)).rejects.toThrow(
      /^huggingface\.co does not answer/,
    );
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    await expect(splitsOf(frame, "o/n", signal)).rejects.toThrow(/^This machine is offline/);
  });
});

describe("ranges of a file", () => {
  const address = "https://example.org/a/part%201.parquet";
  const file = { address, direct: "https://cdn.example.org/1", name: "x", size: 1000 };

  it("are found to be sent, with the size of the file", async () => {
    answer = async (_, options) => part(options, 4321);
    const found = await findFile(frame, address, signal);
    expect(found).toEqual({ address, direct: address, name: "part 1.parquet", size: 4321 });
    expect(asked).toEqual([`GET ${address} bytes=0-3`]);
  });

  it("are found also where only HEAD tells the size to pages", async () => {
    answer = async (_, { method }) =>
      method === "HEAD"
        ? new Response(null, { headers: { "Content-Length": "99" } })
        : new Response("PAR1", { status: 206 });
    expect(await findFile(frame, address, signal)).toMatchObject({ size: 99 });
  });

  it("are not sent by every server", async () => {
    answer = async () => new Response("the whole file");
    const finding = findFile(frame, address, signal);
    await expect(finding).rejects.toThrow(NoRanges);
    await expect(finding).rejects.toThrow(/sends the whole file only.* Download the file and open/);
  });

  it.each([
    [403, /asks for a login, which Headtail does not send\. Download the file yourself/],
    [404, /“404.*”\. Check the address\./],
  ])("cannot be had: %d", async (status, sentence) => {
    answer = async () => new Response("", { status });
    await expect(findFile(frame, address, signal)).rejects.toThrow(sentence);
  });

  it("cannot be had where pages may not ask", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    await expect(findFile(frame, address, signal)).rejects.toThrow(/Access-Control-Allow-Origin/);
  });

  it("are read from where the server sent the first question on to, else from the address", async () => {
    answer = async (at, options) =>
      at === file.direct ? new Response("", { status: 403 }) : part(options);
    const counts: number[] = [];
    const read = rangeReader(frame, file, signal, (bytes) => counts.push(bytes));
    expect([...new Uint8Array(await read(10, 13))]).toEqual([10, 11, 12]);
    await read(13, 14);
    expect(asked).toEqual([
      `GET ${file.direct} bytes=10-12`,
      `GET ${address} bytes=10-12`,
      `GET ${address} bytes=13-13`,
    ]);
    expect(counts).toEqual([3, 1]);
  });

  it("are given up after the second try, with what was wrong", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    const read = rangeReader(frame, file, signal, () => {});
    await expect(read(0, 10)).rejects.toThrow(/part%201\.parquet broke off, twice\. Try again\./);
    expect(asked.length).toBe(2);
    answer = async (_, options) => part(options, 1001);
    await expect(read(0, 10)).rejects.toThrow(/was changed while it was fetched/);
  });
});

const LOOK: TableLook = {
  shape: {
    format: "parquet",
    rows: 300,
    rowGroups: 2,
    columns: [
      { name: "image", kind: "nested", bytes: 8_000_000 },
      { name: "caption", kind: "text", bytes: 2_000_000 },
    ],
    createdBy: null,
    footer: {
      schema: [],
      keyValues: [],
      groups: [200, 100].map((rows, i) => ({
        rows,
        chunks: [4_000_000, 1_000_000].map((length, leaf) => {
          const start = i * 5_000_000 + leaf * 4_000_000;
          return { start, end: start + length, slots: rows, codec: "ZSTD", isEncrypted: false };
        }),
      })),
    },
  },
  leaves: [[0], [1]],
  usual: ["caption"],
};

describe("what is told before it is fetched", () => {
  const first = { address: "https://a.org/1", direct: "https://a.org/1", name: "1", size: 1e7 };
  const one: WebTable = { addresses: ["https://a.org/1"], first, look: LOOK };
  const three = { ...one, addresses: ["https://a.org/1", "https://a.org/2", "https://a.org/3"] };

  it("are the bytes of the columns, of all files as of the first", () => {
    const columns = ["caption"];
    const all = { columns, rows: Number.POSITIVE_INFINITY };
    expect(bytesToFetch(one, all)).toBe(2_000_000);
    expect(bytesToFetch(one, { columns, rows: 200 })).toBe(1_000_000);
    expect(bytesToFetch(three, all)).toBe(6_000_000);
    expect(bytesToFetch(three, { columns, rows: 600 })).toBe(4_000_000);
    expect(bytesToFetch(three, { columns: [], rows: 600 })).toBe(0);
    expect([rowsOf(one), rowsOf(three)]).toEqual([300, 900]);
  });
});

describe("the dialog", () => {
  async function openDialog() {
    const engine = createFakeEngine();
    const page = await openPage(engine);
    await page.user.click(screen.getByRole("button", { name: "Open from the web…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Open from the web" }));
    const field = dialog.getByRole("textbox", { name: /^Address of a file/ });
    return { ...page, engine, dialog, field };
  }

  it("says which host is asked before it asks, and does nothing for what is no address", async () => {
    const { user, dialog, field } = await openDialog();
    const button = () => dialog.getAllByRole<HTMLButtonElement>("button").at(-1);
    expect(button()?.disabled).toBe(true);
    await user.type(field, "captions{Enter}");
    expect(button()?.disabled).toBe(true);
    dialog.getByText(/^This uses the network\. .* nothing of your data is sent\./);
    await user.clear(field);
    await user.type(field, "https://example.org/a.csv");
    dialog.getByText(/Your browser will ask example\.org, which will see/);
    expect(button()?.textContent).toBe("Open");
    await user.clear(field);
    await user.type(field, "owner/name");
    dialog.getByText(/Your browser will ask huggingface\.co, and the servers that keep/);
    expect(button()?.textContent).toBe("Find files");
    expect(asked).toEqual([]);
  });

  it("offers the columns of a split, and opens the rows that were fetched", async () => {
    const { engine, store, user, field } = await openDialog();
    const takes: unknown[] = [];
    engine.lookAtTable = async () => LOOK;
    engine.tableText = async ({ read }, take, { onRows }) => {
      takes.push({ columns: take.columns, rows: take.rows });
      await read(0, 10);
      onRows(new Blob(['{"caption":"a dog"}\n']), 300);
      return 300;
    };
    const files = ["https://a.org/1", "https://a.org/2"];
    answer = (address, options) =>
      address.endsWith("/parquet")
        ? json({ default: { train: files } })
        : Promise.resolve(part(options));
    await user.type(field, "owner/name{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: "Open owner/name" }));
    const names = dialog.getAllByRole<HTMLInputElement>("checkbox").map((each) => each.checked);
    expect(names).toEqual([true, false]);
    await user.click(dialog.getByRole("checkbox", { name: /^caption/ }));
    dialog.getByText(/^Tick the column that holds the captions/);
    await user.click(dialog.getByRole("checkbox", { name: /^caption/ }));
    dialog.getByText("About 4.0 MB will be fetched from a.org, without cookies.");
    await user.click(dialog.getByRole("button", { name: "Fetch" }));
    await waitFor(() =>
      expect(store.getState().pool?.files[0].name).toBe("owner-name-train.jsonl"),
    );
    expect(takes).toEqual([
      { columns: ["caption"], rows: Number.POSITIVE_INFINITY },
      { columns: ["caption"], rows: Number.POSITIVE_INFINITY },
    ]);
    expect(store.getState().poolAddresses).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("offers what came before a fault, and can be cancelled", async () => {
    const { engine, store, user, field } = await openDialog();
    engine.lookAtTable = async () => LOOK;
    const breakOff: FakeEngine["tableText"] = async (_, __, { onRows }) => {
      onRows(new Blob(['{"caption":"a dog"}\n']), 120);
      throw new Error("It broke off.");
    };
    engine.tableText = breakOff;
    answer = async (_, options) => part(options);
    await user.type(field, "https://a.org/pairs.parquet{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: "Open pairs.parquet" }));
    await user.click(dialog.getByRole("button", { name: "Fetch" }));
    expect((await dialog.findByRole("alert")).textContent).toBe("It broke off.");
    engine.tableText = (_, __, options) =>
      new Promise((_, reject) => {
        options.signal.addEventListener("abort", () => reject(options.signal.reason));
      });
    await user.click(dialog.getByRole("button", { name: "Try again" }));
    dialog.getByRole("progressbar", { name: "Columns fetched" });
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    await dialog.findByRole("button", { name: "Fetch" });
    expect(dialog.queryByRole("alert")).toBeNull();
    engine.tableText = breakOff;
    await user.click(dialog.getByRole("button", { name: "Fetch" }));
    await user.click(await dialog.findByRole("button", { name: "Open the 120 rows that came" }));
    await waitFor(() => expect(store.getState().pool?.files[0].name).toBe("pairs.jsonl"));
  });

  it("says why nothing can be had, and leaves what was typed", async () => {
    const { user, dialog, field } = await openDialog();
    answer = async () => new Response("", { status: 404 });
    await user.type(field, "owner/nmae{Enter}");
    expect((await dialog.findByRole("alert")).textContent).toMatch(
      /^huggingface\.co has no data set/,
    );
    expect((field as HTMLInputElement).value).toBe("owner/nmae");
  });
});

describe("files that came from the web", () => {
  const file = () => new File(['{"text":"a dog"}\n'], "far.jsonl");

  it("are named by Share while all of the pool is from there", async () => {
    const { store } = await openPage();
    const addresses = () => store.getState().poolAddresses;
    store.getState().open([file()], ["https://a.org/1"]);
    await waitFor(() => expect(addresses()).toEqual(["https://a.org/1"]));
    store.getState().open([file()], ["https://a.org/2"]);
    store.getState().answer("add");
    await waitFor(() => expect(addresses()).toEqual(["https://a.org/1", "https://a.org/2"]));
    store.getState().open([file()]);
    store.getState().answer("add");
    await waitFor(() => expect(addresses()).toEqual([]));
    store.getState().open([file()], ["https://a.org/3"]);
    store.getState().answer("add");
    await waitFor(() => expect(store.getState().jobs).toEqual([]));
    expect(addresses()).toEqual([]);
  });
});
