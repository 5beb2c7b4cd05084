// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { FileSummary, Pool } from "../../src/engine/types.ts";
import { NO_FILTERS } from "../../src/formats/records/filters.ts";
import { createFakeEngine, LOOK } from "./fakeEngine.ts";
import { openPage, pick, tile } from "./page.tsx";

beforeEach(() => localStorage.clear());

const ORIGIN: NonNullable<FileSummary["origin"]> = {
  packing: "gzip",
  shape: LOOK.shape,
  mapping: LOOK.mapping,
  filtered: { condition: 3, length: 0, language: 0, duplicates: 2 },
  isThere: true,
};

describe("columns that do not tell what they are", () => {
  async function pickTable() {
    const engine = createFakeEngine();
    const page = await openPage(engine);
    engine.asked = LOOK;
    await pick(page.user, "pairs.csv");
    const dialog = await screen.findByRole("dialog", { name: "Columns of pairs.csv" });
    return { ...page, dialog, inside: within(dialog) };
  }

  it("are asked about, with the first rows, and remembered for files like it", async () => {
    const { engine, user, dialog, inside } = await pickTable();
    expect(inside.getAllByRole("row").map((row) => row.textContent)).toEqual([
      "idtextnote",
      "1a dogseen twice",
      "2a cat",
    ]);
    await user.click(inside.getByRole("checkbox", { name: "text" }));
    expect(inside.getByRole("button", { name: "Read captions" })).toHaveProperty("disabled", true);
    await user.click(inside.getByRole("checkbox", { name: "note" }));
    await user.selectOptions(inside.getByRole("combobox", { name: /^url/ }), "note");
    await user.click(inside.getByRole("button", { name: "Read captions" }));
    const mapping = { ...LOOK.mapping, captions: ["note"], url: "note" };
    await waitFor(() => expect(engine.calls.at(-1)).toMatchObject({ argument: { mapping } }));
    expect(dialog.isConnected).toBe(false);

    await pick(user, "more.csv");
    await user.click(await screen.findByRole("button", { name: "Replace" }));
    await waitFor(() =>
      expect(engine.calls.at(-1)).toMatchObject({
        argument: { mapping, files: [{ name: "more.csv" }] },
      }),
    );
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("leave the file out where they are not chosen", async () => {
    const { engine, user, inside } = await pickTable();
    await user.click(inside.getByRole("button", { name: "Leave out" }));
    await waitFor(() =>
      expect(engine.calls.at(-1)).toMatchObject({ name: "load", argument: { mapping: null } }),
    );
  });
});

describe("a file in another format", () => {
  async function openTable() {
    const engine = createFakeEngine();
    const page = await openPage(engine);
    const [file] = engine.pool.files;
    const pool = {
      ...engine.pool,
      files: [{ ...file, name: "pairs.csv.gz", lines: 70, rejected: 1, origin: ORIGIN }],
      filters: { ...NO_FILTERS, condition: "width > 3", duplicates: "text" as const },
    };
    page.store.setState({ pool });
    return page;
  }

  it("tells its format, its columns and how many captions each filter lets pass", async () => {
    await openTable();
    expect(screen.getByText("CSV, gzip")).toBeDefined();
    expect(tile("records")).toBe("70");
    expect(tile("that meet the condition")).toBe("66");
    expect(tile("not there before")).toBe("64");
    expect(screen.getByText("width > 3")).toBeDefined();
    expect(screen.getByText("1 record rejected")).toBeDefined();
  });

  it("has its entry ids compared where it gives any", async () => {
    const { store, user } = await openTable();
    const pool = store.getState().pool as Pool;
    const shape = { format: "metaclip" } as const;
    const files = [{ ...pool.files[0], origin: { ...ORIGIN, shape } }];
    store.setState({ pool: { ...pool, files } });
    await user.click(await screen.findByRole("button", { name: /^Compare the entry ids/ }));
    expect(await screen.findByText(/^63 of 64 captions have the entry ids/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "The first other" }));
    expect(store.getState().openedCaption?.index).toBe(2);
  });

  it("is read by other columns", async () => {
    const { engine, user } = await openTable();
    await user.click(screen.getByRole("button", { name: "Columns of pairs.csv.gz" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("checkbox", { name: "note" }));
    await user.selectOptions(within(dialog).getByRole("combobox", { name: /^texts/ }), "one");
    await user.click(within(dialog).getByRole("button", { name: "Read captions" }));
    expect(engine.calls.at(-1)).toEqual({
      name: "changeColumns",
      argument: {
        file: 0,
        mapping: { ...LOOK.mapping, captions: ["text", "note"], texts: "one" },
      },
    });
  });

  it("can be exported as it came or in any other shape, with more files beside it", async () => {
    const { engine, user } = await openTable();
    Object.assign(globalThis, { showDirectoryPicker: async () => ({ name: "subsets" }) });
    await user.click(screen.getByRole("button", { name: /^Export/ }));
    const shape = screen.getByRole("combobox", { name: "Subset as" });
    const names = within(shape)
      .getAllByRole("option")
      .map(({ textContent }) => textContent);
    expect(names.slice(0, 5)).toEqual(["As it came", "JSONL", "CSV", "TSV", "Parquet"]);
    expect(screen.getByRole("checkbox", { name: /Add tau/ })).toHaveProperty("disabled", true);
    await user.selectOptions(shape, "Parquet");
    await user.click(screen.getByRole("checkbox", { name: /Add tau/ }));
    await user.click(screen.getByRole("checkbox", { name: "Data card, Markdown" }));
    await user.click(screen.getByRole("button", { name: /^Save/ }));
    await waitFor(() =>
      expect(engine.calls.at(-1)).toMatchObject({
        name: "exportBalanced",
        argument: { shape: "parquet", withColumns: true, sideFiles: ["card.md"] },
      }),
    );
  });
});

describe("filters before counting", () => {
  it("are set together, and a condition that cannot be read is said as it is typed", async () => {
    const { engine, user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Filter before counting…" }));
    const condition = await screen.findByLabelText("Condition on columns");
    await user.type(condition, "width >");
    expect(screen.getByRole("alert").textContent).toContain("The condition cannot be read");
    expect(screen.getByRole("button", { name: "Apply" })).toHaveProperty("disabled", true);
    await user.type(condition, " 256");
    expect(screen.queryByRole("alert")).toBeNull();
    await user.type(screen.getByLabelText("Least length"), "3");
    await user.selectOptions(screen.getByLabelText("Unit of length"), "words");
    await user.selectOptions(screen.getByLabelText("Languages"), "English");
    await user.selectOptions(screen.getByLabelText("Duplicates"), "leave out the same text");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() =>
      expect(engine.calls.at(-1)).toEqual({
        name: "changeFilters",
        argument: {
          condition: "width > 256",
          length: { from: 3, to: null, unit: "words" },
          languages: ["en"],
          duplicates: "text",
        },
      }),
    );
    expect(await screen.findByText("3 words or more")).toBeDefined();
  });
});

describe("a file that unpacks to far more than files do", () => {
  it.each([
    ["Go on", true],
    ["Leave it out", false],
  ])("is asked about: %s", async (name, isUnpacked) => {
    const engine = createFakeEngine();
    const { user } = await openPage(engine);
    engine.unpacking = { file: "bomb.jsonl.gz", packed: 4e6, unpacked: 1.2e9 };
    await pick(user, "bomb.jsonl.gz");
    const dialog = await screen.findByRole("dialog", { name: "Unpack all of bomb.jsonl.gz?" });
    expect(dialog.textContent).toContain("4.0 MB of it gave 1.2 GB, 300 times as much.");
    await user.click(within(dialog).getByRole("button", { name }));
    await waitFor(() =>
      expect(engine.calls.at(-1)).toMatchObject({ name: "load", argument: { isUnpacked } }),
    );
  });
});
