// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { GROUPS } from "../../../src/app/actions/action.ts";
import { ACTIONS } from "../../../src/app/actions/actions.ts";
import { createFakeEngine } from "../fakeEngine.ts";
import { openPage } from "../page.tsx";

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

const dialog = () => screen.queryByRole("dialog", { name: "Actions and their keys" });

describe("keys", () => {
  it("choose view, panel and captions", async () => {
    const { store, user } = await openPage();
    await user.keyboard("3");
    expect(store.getState().settings.view).toBe("bands");
    await user.keyboard("gc");
    expect(store.getState().settings.panel).toBe("compare");
    await user.keyboard("cd");
    expect(store.getState().settings.captions.kind).toBe("dropped");
  });

  it("move t, hold t or p, and draw again", async () => {
    const { store, user } = await openPage();
    const { t } = store.getState();
    await user.keyboard("+");
    expect(store.getState().t).toBe(t + 1);
    await user.keyboard("-");
    expect(store.getState().t).toBe(t);
    await user.keyboard("p");
    expect(store.getState().settings.threshold.fixed).toBe("p");
    await user.keyboard("t");
    expect(store.getState().settings.threshold).toEqual({ fixed: "t", t });
    await user.keyboard("d");
    await waitFor(() => expect(store.getState().pool?.seed).toBe(1));
  });

  it("undo and redo, also with a slider in focus", async () => {
    const { store, user } = await openPage();
    await user.keyboard("2");
    screen.getByRole("slider", { name: "Threshold t" }).focus();
    await user.keyboard("{Control>}z{/Control}");
    expect(store.getState().settings.view).toBe("rank");
    await user.keyboard("{Control>}{Shift>}Z{/Shift}{/Control}");
    expect(store.getState().settings.view).toBe("cumulative");
    await user.keyboard("{Control>}z{/Control}{Control>}y{/Control}");
    expect(store.getState().settings.view).toBe("cumulative");
  });

  it("are text while text is typed, whose own undo goes first until it is taken", async () => {
    const { store, user } = await openPage();
    await user.keyboard("2");
    const field = screen.getByRole("textbox", { name: "threshold t" });
    await user.click(field);
    await user.keyboard("3");
    expect(store.getState().settings.view).toBe("cumulative");
    const undo = { key: "z", ctrlKey: true };
    expect(fireEvent.keyDown(field, undo)).toBe(true);
    expect(store.getState().settings.view).toBe("cumulative");
    await user.keyboard("{Enter}");
    expect(store.getState().settings.threshold.fixed).toBe("t");
    expect(fireEvent.keyDown(field, undo)).toBe(false);
    expect(store.getState().settings.threshold.fixed).toBe("p");
  });

  it("go to the search of entries, from any panel", async () => {
    const { store, user } = await openPage();
    store.getState().change({ panel: "compare" });
    await user.keyboard("/");
    await waitFor(() =>
      expect(document.activeElement).toBe(
        screen.getByRole("searchbox", { name: "Search entries" }),
      ),
    );
    await user.keyboard("dog");
    expect(store.getState().settings.entries.search).toBe("dog");
  });

  it("do nothing behind a dialog, nor what is not possible now", async () => {
    const { store, user } = await openPage(createFakeEngine(["nothing"], ["giraffe"]));
    await user.keyboard("e");
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.keyboard("?");
    await user.keyboard("2");
    expect(store.getState().settings.view).toBe("rank");
  });

  it("can be turned off where they are single, which this browser remembers", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Actions and their keys" }));
    await user.click(screen.getByRole("checkbox", { name: /^Keys without Ctrl or Cmd/ }));
    await user.click(screen.getByRole("button", { name: "Close" }));
    await user.keyboard("2");
    expect(store.getState().settings.view).toBe("rank");
    expect(localStorage.getItem("headtail-single-keys")).toBe("off");
    store.getState().change({ view: "length" });
    await user.keyboard("{Control>}z{/Control}");
    expect(store.getState().settings.view).toBe("rank");
    await user.click(screen.getByRole("button", { name: "Actions and their keys" }));
    await user.click(screen.getByRole("checkbox", { name: /^Keys without Ctrl or Cmd/ }));
    expect(localStorage.getItem("headtail-single-keys")).toBe("on");
  });
});

describe("the sheet of actions", () => {
  it("lists all of them by group, with their keys, and gives back the focus", async () => {
    const { user } = await openPage();
    const button = screen.getByRole("button", { name: "Actions and their keys" });
    await user.click(button);
    const sheet = within(dialog()!);
    expect(sheet.getAllByRole("heading", { level: 3 }).map((each) => each.textContent)).toEqual([
      ...GROUPS,
    ]);
    const names = sheet.getAllByRole("term").map((each) => each.textContent);
    expect(names.sort()).toEqual(ACTIONS.map(({ name }) => name).sort());
    const undo = sheet.getByText("Undo the last change of a setting");
    expect(undo.nextElementSibling?.textContent).toBe("Ctrl+Z");
    await user.click(sheet.getByRole("button", { name: "Close" }));
    expect(dialog()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});

describe("buttons of the header", () => {
  it("undo and redo when there is something to undo and redo", async () => {
    const { store, user } = await openPage();
    const undo = screen.getByRole<HTMLButtonElement>("button", { name: "Undo" });
    const redo = screen.getByRole<HTMLButtonElement>("button", { name: "Redo" });
    expect([undo.disabled, redo.disabled]).toEqual([true, true]);
    act(() => store.getState().change({ view: "bands" }));
    expect([undo.disabled, redo.disabled]).toEqual([false, true]);
    await user.click(undo);
    expect(store.getState().settings.view).toBe("rank");
    expect([undo.disabled, redo.disabled]).toEqual([true, false]);
  });

  it("export, with the live number of captions kept", async () => {
    const { store, user } = await openPage();
    act(() => store.getState().setThreshold(100));
    const button = await screen.findByRole("button", { name: "Export 62" });
    await user.click(button);
    expect(screen.getByRole("dialog", { name: "Export the balanced subset" })).toBeDefined();
  });

  it("change the theme, in turn", async () => {
    const { user } = await openPage();
    const { dataset } = document.documentElement;
    await user.click(screen.getByRole("button", { name: "Theme: system. Change to light." }));
    expect(dataset.theme).toBe("light");
    await user.keyboard("{Shift>}T{/Shift}");
    expect(dataset.theme).toBe("dark");
    await user.click(screen.getByRole("button", { name: "Theme: dark. Change to system." }));
    expect(dataset.theme).toBeUndefined();
  });
});

describe("the menu", () => {
  it("goes by arrows, ends and letters, and closes with Escape", async () => {
    const { user } = await openPage();
    const button = screen.getByRole("button", { name: "More" });
    expect(button.getAttribute("aria-expanded")).toBe("false");
    button.focus();
    await user.keyboard("{ArrowDown}");
    const items = screen.getAllByRole("menuitem");
    expect(document.activeElement).toBe(items[0]);
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(items[1]);
    await user.keyboard("{End}{ArrowDown}");
    expect(document.activeElement).toBe(items[0]);
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(items.at(-1));
    await user.keyboard("p");
    expect(document.activeElement?.textContent).toContain("Print");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button);
  });

  it("does what is chosen, and not what is not possible", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("button", { name: "More" }));
    const redo = screen.getByRole("menuitem", { name: /^Redo/ });
    expect(redo.getAttribute("aria-disabled")).toBe("true");
    await user.click(redo);
    expect(screen.getByRole("menu")).toBeDefined();
    await user.click(screen.getByRole("menuitem", { name: /^Open or close the lessons/ }));
    expect(screen.queryByRole("menu")).toBeNull();
    expect(store.getState().settings.lesson).toBe(1);
  });
});

describe("the panel below the chart", () => {
  it("is enlarged and shrunk", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Enlarge" }));
    expect(screen.getByRole("main").dataset.panelIsLarge).toBe("true");
    await user.click(screen.getByRole("button", { name: "Shrink" }));
    expect(screen.getByRole("main").dataset.panelIsLarge).toBe("false");
  });
});

describe("the status bar", () => {
  it("says what the engine does, and what the columns take", async () => {
    const engine = createFakeEngine();
    const { store } = await openPage(engine);
    const bar = within(screen.getByRole("contentinfo"));
    expect(bar.getByText("Ready")).toBeDefined();
    expect(bar.getByText(/^\d\.\d kB in memory$/)).toBeDefined();
    engine.gate = new Promise(() => {});
    act(() => store.getState().open([new File(['{"text":"a dog"}\n'], "slow.jsonl")]));
    expect(await bar.findByText("Matching …")).toBeDefined();
  });
});

describe("when t rests", () => {
  it("screen readers are told what is kept", async () => {
    const { store } = await openPage();
    act(() => store.getState().setThreshold(100));
    const said = await screen.findByText("62 captions kept at t = 62");
    expect(said.getAttribute("role")).toBe("status");
  });
});
