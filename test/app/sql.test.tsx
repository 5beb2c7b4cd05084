// @vitest-environment jsdom

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delimited } from "../../src/app/sql/delimited.ts";
import type { SqlResult } from "../../src/engine/types.ts";
import { CAPTIONS, createFakeEngine } from "./fakeEngine.ts";
import { openPage } from "./page.tsx";

const RESULT: SqlResult = {
  columns: [
    { name: "entry", isNumber: false },
    { name: "n", isNumber: true },
  ],
  rows: [
    ["dog", 21],
    ["a,b", null],
    ["half", 0.123456789],
  ],
  isCut: false,
  milliseconds: 12.3,
  t: 7,
  readsCaptions: false,
};

async function openSql(engine = createFakeEngine()) {
  const page = await openPage(engine);
  await page.user.click(screen.getByRole("tab", { name: "SQL" }));
  const editor = await screen.findByRole<HTMLTextAreaElement>(
    "textbox",
    { name: "SQL statement" },
    { timeout: 20_000 },
  );
  const panel = within(screen.getByRole("region", { name: "SQL" }));
  return { ...page, panel, editor };
}

/** Writes a statement and runs it by keyboard. */
async function ask({ user, editor }: Awaited<ReturnType<typeof openSql>>, statement = "SELECT 1") {
  fireEvent.change(editor, { target: { value: statement } });
  editor.focus();
  await user.keyboard("{Control>}{Enter}{/Control}");
}

describe("the SQL panel", () => {
  it("runs a statement with Ctrl+Enter and shows rows, time and t", async () => {
    const engine = createFakeEngine();
    engine.answer = RESULT;
    const page = await openSql(engine);
    expect(page.panel.getByRole("button", { name: "Run" })).toHaveProperty("disabled", true);
    await ask(page, "FROM entries");
    const table = within(await page.panel.findByRole("table", { name: "Answer" }));
    expect(table.getAllByRole("columnheader").map((cell) => cell.textContent)).toEqual([
      "entry",
      "n",
    ]);
    expect(table.getAllByRole("cell").map((cell) => cell.textContent)).toEqual([
      ...["dog", "21"],
      ...["a,b", "NULL"],
      ...["half", "0.123457"],
    ]);
    expect(page.panel.getByRole("status").textContent).toContain("3 rows in 12 ms, at t = 7");
    expect(engine.calls.at(-1)).toEqual({ name: "sql", argument: "FROM entries" });
    expect(page.store.getState().settings.statement).toBe("FROM entries");
  });

  it("keeps the statement and its answer while another panel is open", async () => {
    const engine = createFakeEngine();
    engine.answer = RESULT;
    const page = await openSql(engine);
    await ask(page, "FROM entries");
    await page.panel.findByRole("table", { name: "Answer" });
    await page.user.click(screen.getByRole("tab", { name: "Entries" }));
    await page.user.click(screen.getByRole("tab", { name: "SQL" }));
    expect(await screen.findByRole("table", { name: "Answer" })).toBeDefined();
    expect(screen.getByRole("textbox", { name: "SQL statement" })).toHaveProperty(
      "value",
      "FROM entries",
    );
  });

  it("tells of a fault with its line and a caret below the place, and goes there", async () => {
    const engine = createFakeEngine();
    engine.answer = { problem: "There is no foo.", place: { line: 2, column: 3 } };
    const page = await openSql(engine);
    await ask(page, "SELECT\n  foo\nFROM entries");
    const alert = within(await page.panel.findByRole("alert"));
    alert.getByText("There is no foo.");
    expect(page.panel.getByText(/\^/).textContent).toBe("  foo\n  ^");
    await page.user.click(alert.getByRole("button", { name: "Go to line 2, column 3" }));
    expect(document.activeElement).toBe(page.editor);
    expect(page.editor.selectionStart).toBe("SELECT\n  ".length);
  });

  it("says that an engine failed", async () => {
    const engine = createFakeEngine();
    engine.answer = async () => {
      throw new Error("memory is full");
    };
    const page = await openSql(engine);
    await ask(page);
    expect(await page.panel.findByText("It could not be run: memory is full")).toBeDefined();
  });

  it("stops a statement, and another one when the panel is left", async () => {
    const engine = createFakeEngine();
    const signals: AbortSignal[] = [];
    engine.answer = (signal) => {
      signals.push(signal);
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
    };
    const page = await openSql(engine);
    await ask(page);
    await page.user.click(await page.panel.findByRole("button", { name: "Stop" }));
    expect(signals[0].aborted).toBe(true);
    await page.panel.findByRole("button", { name: "Run" });
    expect(page.panel.queryByRole("alert")).toBeNull();
    await ask(page);
    await page.panel.findByRole("button", { name: "Stop" });
    await page.user.click(screen.getByRole("tab", { name: "Entries" }));
    await waitFor(() => expect(signals[1].aborted).toBe(true));
  });

  it("asks before it builds a table of many captions", async () => {
    const engine = createFakeEngine();
    const answers: boolean[] = [];
    engine.sql = async (_, { onManyCaptions }) => {
      answers.push(await onManyCaptions(2_000_000, 56e6));
      return RESULT;
    };
    const page = await openSql(engine);
    await ask(page);
    await page.panel.findByText(/a table of 2,000,000 rows, which takes about 56.0 MB/);
    await page.user.click(page.panel.getByRole("button", { name: "Build it" }));
    await page.panel.findByRole("table", { name: "Answer" });
    expect(answers).toEqual([true]);
    expect(page.panel.queryByText(/2,000,000/)).toBeNull();
  });

  it("inserts a name at the caret, and starts from an example", async () => {
    const { user, panel, editor } = await openSql();
    fireEvent.change(editor, { target: { value: "SELECT  FROM entries" } });
    editor.setSelectionRange(7, 7);
    await user.click(panel.getByText("one row for each entry of the metadata"));
    await user.click(panel.getByRole("button", { name: "Insert kept_share" }));
    expect(editor.value).toBe("SELECT kept_share FROM entries");
    expect(document.activeElement).toBe(editor);
    await user.click(panel.getByRole("button", { name: "Kept captions by file" }));
    expect(editor.value).toContain("GROUP BY file");
  });

  it("reads the texts of captions back when asked", async () => {
    const engine = createFakeEngine();
    engine.answer = {
      ...RESULT,
      columns: [{ name: "index", isNumber: true }],
      rows: [[0n], [1n]],
      readsCaptions: true,
    };
    const page = await openSql(engine);
    await ask(page);
    await page.user.click(await page.panel.findByRole("button", { name: "Read the texts" }));
    await page.panel.findByRole("cell", { name: CAPTIONS[0] });
    await page.panel.findByRole("cell", { name: CAPTIONS[1] });
    expect(page.panel.queryByRole("button", { name: "Read the texts" })).toBeNull();
  });

  it("says when there are more rows, or too many for their texts", async () => {
    const engine = createFakeEngine();
    engine.answer = {
      ...RESULT,
      columns: [{ name: "index", isNumber: true }],
      rows: Array.from({ length: 1001 }, (_, i) => [i]),
      isCut: true,
      readsCaptions: true,
    };
    const page = await openSql(engine);
    await ask(page);
    await page.panel.findByText(/The first 1,001 rows; there are more\./);
    page.panel.getByText("Texts are read for up to 1,000 rows.");
    expect(page.panel.getAllByRole("row").length).toBeLessThan(60);
  });

  it("copies rows with tabs", async () => {
    const engine = createFakeEngine();
    engine.answer = RESULT;
    const page = await openSql(engine);
    await ask(page);
    await page.user.click(await page.panel.findByRole("button", { name: "Copy" }));
    await page.panel.findByText(/Copied/);
    expect(await navigator.clipboard.readText()).toBe(
      "entry\tn\ndog\t21\na,b\t\nhalf\t0.123456789\n",
    );
  });
});

describe("rows as text", () => {
  it("can be read back, whatever the cells hold", async () => {
    const anyCell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\n", "\r\n", "\t", '",'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyCell, anyCell), { maxLength: 5 }),
        fc.constantFrom("," as const, "\t" as const),
        async (rows, separator) => {
          const columns = ["a", "b"].map((name) => ({ name, isNumber: false }));
          const text = await delimited({ columns, rows }, separator);
          expect(readBack(text, separator)).toEqual([["a", "b"], ...rows]);
        },
      ),
    );
  });

  it("keep every digit", async () => {
    const rows = [[9007199254740993n, 0.1 + 0.2, true, null]];
    const columns = ["a", "b", "c", "d"].map((name) => ({ name, isNumber: true }));
    expect(await delimited({ columns, rows }, ",")).toBe(
      "a,b,c,d\n9007199254740993,0.30000000000000004,true,\n",
    );
  });
});

/** A reader of RFC 4180, one character at a time. */
function readBack(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (isQuoted && text[i] === '"' && text[i + 1] === '"') cell += text[i++];
    else if (text[i] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (text[i] === separator || text[i] === "\n")) {
      row.push(cell);
      cell = "";
      if (text[i] === "\n") rows.push(row.splice(0));
    } else cell += text[i];
  }
  return rows;
}
