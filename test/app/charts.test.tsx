// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { placeAfterKey } from "../../src/app/charts/PlotControl.tsx";
import { createFakeEngine } from "./fakeEngine.ts";
import { openPage } from "./page.tsx";

/** In this pool, "a" has 61 matches, "photo" 40, "dog" 21, "hot dog" and "cat" 1 each. */

const line = () => screen.getByRole("slider", { name: "Line of t in the chart" });
const place = () => screen.getByRole("slider", { name: "Place in the chart" });
const card = () => within(screen.getByRole("region", { name: "Training distribution" }));

/** Drags from one point to another, in pixels of the window; layout gives the chart 800 by 400. */
function drag(element: Element, from: [number, number], to: [number, number]) {
  const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY, button: 0 });
  fireEvent.pointerDown(element, at(from));
  fireEvent.pointerMove(element, at(to));
  fireEvent.pointerUp(element, at(to));
}

describe.each(["By rank", "Cumulative"])("the line of t in the chart, %s", (view) => {
  it("moves by the keys of the slider, and says the same", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("tab", { name: view }));
    line().focus();
    await user.keyboard("{Home}{ArrowUp}{ArrowRight}");
    expect(store.getState().t).toBe(3);
    await user.keyboard("{End}");
    expect(store.getState().t).toBe(62);
    expect(line().getAttribute("aria-valuenow")).toBe("62");
    expect(line().getAttribute("aria-valuetext")).toBe("t 62, tail share 100 percent, 62 kept");
    expect(line().getAttribute("aria-valuetext")).toBe(
      screen.getByRole("slider", { name: "Threshold t" }).getAttribute("aria-valuetext"),
    );
  });
});

describe("the line of t by rank", () => {
  it("is dragged up and down, and no further than there are thresholds", async () => {
    const { store } = await openPage();
    act(() => store.getState().setThreshold(20));
    const strip = line().parentElement as HTMLElement;
    drag(strip, [300, 200], [300, 0]);
    expect(store.getState().t).toBeGreaterThan(40);
    drag(strip, [300, 200], [300, 900]);
    expect(store.getState().t).toBe(1);
    drag(strip, [300, 200], [300, -900]);
    expect(store.getState().t).toBe(62);
  });

  it("does not follow a pointer that has not taken it", async () => {
    const { store } = await openPage();
    const { t } = store.getState();
    fireEvent.pointerMove(line().parentElement as HTMLElement, { clientX: 300, clientY: 10 });
    expect(store.getState().t).toBe(t);
  });
});

describe("the line of t in the cumulative chart", () => {
  it("is dragged to where head begins", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Cumulative" }));
    act(() => store.getState().setThreshold(62));
    const strip = line().parentElement as HTMLElement;
    drag(strip, [300, 100], [-900, 500]);
    expect(store.getState().t).toBe(1);
    drag(strip, [300, 100], [1500, -900]);
    expect(store.getState().t).toBe(62);
  });
});

describe("reading a chart", () => {
  it("goes from place to place by arrow keys, in words and in figures", async () => {
    const { user, store } = await openPage();
    act(() => store.getState().setThreshold(30));
    place().focus();
    expect(place().getAttribute("aria-valuetext")).toMatch(
      /^Rank 1, head: 61 matches, 49% of all; capped at t 30/,
    );
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(place().getAttribute("aria-valuetext")).toMatch(/^Rank 3, tail: 21 matches, 17% of all/);
    expect(card().getByText("Rank 3, tail")).toBeDefined();
    await waitFor(() =>
      expect(place().getAttribute("aria-valuetext")).toMatch(/21 expected when balanced, 100%/),
    );
    await user.keyboard("{Escape}");
    expect(card().queryByText(/^Rank/)).toBeNull();
  });

  it("follows the pointer, and ends when it leaves", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Cumulative" }));
    fireEvent.pointerMove(place(), { clientX: 790, clientY: 50 });
    expect(card().getByText("The 5 rarest entries")).toBeDefined();
    fireEvent.pointerLeave(screen.getByRole("group", { name: /The chart/ }));
    expect(card().queryByText(/rarest/)).toBeNull();
  });

  it.each([
    ["ArrowRight", 3, 4],
    ["ArrowLeft", 0, 0],
    ["PageUp", 3, 9],
    ["Home", 5, 0],
    ["End", 5, 9],
    ["Enter", 5, null],
  ])("by %s goes from place %d of 9 to %s", (key, from, to) => {
    expect(placeAfterKey(key, from, 9)).toBe(to);
  });
});

describe("selecting entries in the chart", () => {
  const COUNTS = (store: Awaited<ReturnType<typeof openPage>>["store"]) => {
    const { entries, captions } = store.getState().settings;
    expect(captions.counts).toEqual(entries.counts);
    return entries.counts;
  };

  it("by dragging takes the counts of the entries passed, for entries and captions alike", async () => {
    const { store, user } = await openPage();
    drag(place(), [300, 20], [60, 20]);
    expect(COUNTS(store)).toEqual({ from: 40, to: 61 });
    await user.click(card().getByRole("button", { name: "Show all entries again" }));
    expect(COUNTS(store)).toBeNull();
    expect(card().getByRole("button", { name: "Select entries…" })).toBeDefined();
  });

  it("by a drag of less than a few pixels takes none", async () => {
    const { store } = await openPage();
    drag(place(), [300, 20], [302, 20]);
    expect(COUNTS(store)).toBeNull();
  });

  it("is given up by Escape while the pointer is down", async () => {
    const { store } = await openPage();
    fireEvent.pointerDown(place(), { clientX: 60, clientY: 20, button: 0 });
    fireEvent.pointerMove(place(), { clientX: 300, clientY: 20 });
    expect(card().getByText(/^entries with 40 to 61 matches/)).toBeDefined();
    fireEvent.keyDown(place(), { key: "Escape" });
    fireEvent.pointerUp(place(), { clientX: 300, clientY: 20 });
    expect(COUNTS(store)).toBeNull();
  });

  it("by Shift and arrow keys goes from the place where it began", async () => {
    const { store, user } = await openPage();
    place().focus();
    await user.keyboard("{ArrowRight}{Shift>}{ArrowRight}{/Shift}");
    expect(COUNTS(store)).toEqual({ from: 21, to: 40 });
    await user.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}");
    expect(COUNTS(store)).toEqual({ from: 40, to: 61 });
  });

  it("by numbers keeps them in order", async () => {
    const { store, user } = await openPage();
    await user.click(card().getByRole("button", { name: "Select entries…" }));
    const fields = within(screen.getByRole("group", { name: "Entries by their matches" }));
    expect(document.activeElement).toBe(fields.getByLabelText("from"));
    await user.clear(fields.getByLabelText("from"));
    await user.type(fields.getByLabelText("from"), "40{Enter}");
    expect(COUNTS(store)).toEqual({ from: 40, to: 61 });
    await user.clear(fields.getByLabelText(/^to/));
    await user.type(fields.getByLabelText(/^to/), "1{Enter}");
    expect(COUNTS(store)).toEqual({ from: 1, to: 1 });
    await user.keyboard("{Escape}");
    const chip = card().getByRole("button", { name: "entries with 1 match" });
    expect(document.activeElement).toBe(chip);
  });

  it("by bands takes a band, more with Shift, and none when it is chosen again", async () => {
    const { store, user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Bands" }));
    const band = (name: string) => card().getByRole("button", { name: `Entries with ${name}` });
    await user.click(band("20 – 49 matches"));
    expect(COUNTS(store)).toEqual({ from: 20, to: 49 });
    expect(band("20 – 49 matches").getAttribute("aria-pressed")).toBe("true");
    await user.keyboard("{Shift>}");
    await user.click(band("5 – 9 matches"));
    await user.keyboard("{/Shift}");
    expect(COUNTS(store)).toEqual({ from: 5, to: 49 });
    expect(band("10 – 19 matches").getAttribute("aria-pressed")).toBe("true");
    await user.click(band("1 matches"));
    await user.click(band("1 matches"));
    expect(COUNTS(store)).toBeNull();
  });
});

describe("the paper's thresholds", () => {
  it("are not shown where no entry has as many matches", async () => {
    await openPage();
    expect(card().queryByText(/the paper’s/)).toBeNull();
  });

  it.each(["By rank", "Cumulative"])("are shown as the paper's where one has, %s", async (view) => {
    const engine = createFakeEngine();
    engine.pool.entryCounts[0] = 100_000;
    const { user } = await openPage(engine);
    await user.click(screen.getByRole("tab", { name: view }));
    expect(card().getByText("the paper’s t = 20k")).toBeDefined();
    expect(card().getByText("90k")).toBeDefined();
    expect(card().queryByText("170k")).toBeNull();
  });
});

describe("the report", () => {
  it("has the top entries, the data and the settings", async () => {
    const { store } = await openPage();
    store.getState().setThreshold(30);
    await screen.findByText(/expected \d+ ± \d+/);
    expect(screen.queryByRole("region", { name: "Report" })).toBeNull();
    fireEvent(window, new Event("beforeprint"));
    const report = within(await screen.findByRole("region", { name: "Report" }));
    expect(await report.findByRole("row", { name: /^photo 40 30 \d+ \d+%$/ })).toBeDefined();
    const settings = report.getAllByRole("definition").map((each) => each.textContent);
    expect(settings).toContain("30, held");
    expect(settings).toContain("64, 62 of them matched");
    expect(settings.join()).toContain("demo.jsonl, 4.1 kB, 64 captions");
    fireEvent(window, new Event("afterprint"));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Report" })).toBeNull());
  });
});
