// @vitest-environment jsdom
import { configure, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
// Loaded beforehand: the page loads it when the first lesson is opened.
import "../../../src/app/learn/Lesson.tsx";
import { isKeptWith } from "../../../src/app/learn/draws.ts";
import { captionChance, keptAt } from "../../../src/core/index.ts";
import { createFakeEngine, ENTRIES } from "../fakeEngine.ts";
import { openPage } from "../page.tsx";

// A page is drawn slowly where many tests run side by side.
configure({ asyncUtilTimeout: 10_000 });

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

async function openLesson(
  lesson: number,
  engine = createFakeEngine(),
  caption: number | null = null,
) {
  const page = await openPage(engine);
  page.store.getState().openCaption(caption);
  page.store.getState().change({ lesson });
  const aside = await screen.findByRole("complementary", { name: "Lesson" });
  await within(aside).findByText(`${lesson} of 6`);
  const press = (name: string | RegExp) =>
    page.user.click(within(aside).getByRole("button", { name }));
  return { ...page, aside, lesson: within(aside), press };
}

describe("a lesson", () => {
  it("takes the place of the captions, and gives it back", async () => {
    const { user, store } = await openPage();
    expect(screen.getByRole("complementary", { name: "Captions" })).toBeDefined();
    const learn = screen.getByRole("button", { name: "Learn" });
    await user.click(learn);
    await screen.findByRole("heading", { name: "A caption is a set of entries" });
    expect(learn.getAttribute("aria-expanded")).toBe("true");
    expect(screen.queryByRole("complementary", { name: "Captions" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Close lesson" }));
    expect(store.getState().settings.lesson).toBeNull();
    expect(screen.getByRole("complementary", { name: "Captions" })).toBeDefined();
    expect(document.activeElement).toBe(learn);
  });

  it("leads to the next and the one before, with the title in focus", async () => {
    const { store, lesson, press } = await openLesson(2);
    await press(/^Next: One number/);
    expect(store.getState().settings.lesson).toBe(3);
    expect(document.activeElement).toBe(lesson.getByRole("heading", { name: "One number, t" }));
    await press("Previous");
    await press("Previous");
    expect(store.getState().settings.lesson).toBe(1);
    expect(lesson.getByRole("button", { name: "Previous" }).hasAttribute("disabled")).toBe(true);
    await press(/^Lesson 6/);
    expect(lesson.getByText("6 of 6")).toBeDefined();
    await press("Close");
    expect(store.getState().settings.lesson).toBeNull();
  });

  it("is the one of last time when Learn is pressed again", async () => {
    const { user, press } = await openLesson(4);
    await press("Close lesson");
    await user.click(screen.getByRole("button", { name: "Learn" }));
    expect(await screen.findByText("4 of 6")).toBeDefined();
  });

  it("says so where the pool has no matches to show", async () => {
    const engine = createFakeEngine(["x", "y"]);
    const { lesson, press } = await openLesson(2, engine);
    for (const number of [2, 3, 4, 5]) {
      await press(new RegExp(`^Lesson ${number}`));
      expect(lesson.getByText(/No caption of this pool matches any entry/)).toBeDefined();
    }
    await press(/^Lesson 1/);
    expect(lesson.getByLabelText("Type a caption")).toBeDefined();
  });
});

describe("lesson 1, a caption of one's own", () => {
  async function typed(text: string) {
    const page = await openLesson(1);
    const box = page.lesson.getByLabelText("Type a caption");
    await page.user.clear(box);
    await page.user.type(box, text);
    return page;
  }

  it("lights up what matches, in the colour of its side, and follows t", async () => {
    const { aside, store } = await typed("a dog");
    store.getState().setThreshold(30);
    await waitFor(() => {
      const marks = [...aside.querySelectorAll("mark")];
      expect(marks.map((mark) => `${mark.textContent} ${mark.dataset.side}`)).toEqual([
        "a head",
        "dog tail",
      ]);
    });
    store.getState().setThreshold(5);
    await waitFor(() => expect(aside.querySelectorAll('mark[data-side="head"]')).toHaveLength(2));
  });

  it("says why an entry is missed by a hair", async () => {
    const { lesson } = await typed("(Dog)");
    const item = await lesson.findByText(/is not/, { selector: "li" });
    expect(item.textContent).toBe(
      "dog is not (Dog): capital and small letters differ, and another sign touches it or stands in it.",
    );
    expect(lesson.getByRole("status").textContent).toBe("No entry stands in it.");
  });

  it("offers captions to try", async () => {
    const { lesson, press } = await openLesson(1);
    await press("Dog");
    expect(await lesson.findByText(/is not/, { selector: "li" })).toBeDefined();
    expect((lesson.getByLabelText("Type a caption") as HTMLTextAreaElement).value).toBe("Dog");
  });

  it("finds a matched entry in the table", async () => {
    const { store, lesson, press } = await typed("a zebra, a hot dog");
    expect(await lesson.findByText("It holds 4 entries.", { exact: false })).toBeDefined();
    await press("hot dog");
    expect(store.getState().settings).toMatchObject({
      panel: "entries",
      entries: { search: "hot dog" },
    });
  });
});

describe("lesson 2, the entries that are huge", () => {
  it("shows the largest with their counts, and how many hold half of all matches", async () => {
    const { lesson } = await openLesson(2);
    const list = within(lesson.getByRole("list", { name: "The largest entries" }));
    await list.findByText("photo");
    expect(list.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "a61",
      "photo40",
      "dog21",
      "cat1",
      "hot dog1",
    ]);
    expect(lesson.getByText(/half of the/).textContent).toContain(
      "In this pool 2 entries hold half of the 124 matches.",
    );
  });

  it("shows the cumulative view of the chart, and goes back", async () => {
    const { store, press } = await openLesson(2);
    await press("Show the cumulative view");
    expect(store.getState().settings.view).toBe("cumulative");
    await press("Back to the chart by rank");
    expect(store.getState().settings.view).toBe("rank");
  });
});

describe("lesson 3, the threshold", () => {
  it("moves the page's t with a slider of its own", async () => {
    const { store, lesson, user } = await openLesson(3);
    lesson.getByRole("slider", { name: "Threshold t in this lesson" }).focus();
    await user.keyboard("{Home}{ArrowRight}");
    expect(store.getState().t).toBe(2);
    expect((screen.getByLabelText("threshold t") as HTMLInputElement).value).toBe("2");
    await user.keyboard("{End}");
    expect(store.getState().t).toBe(62);
  });

  it("sets a small t, 6% and a t that thins nothing", async () => {
    const { store, press, lesson } = await openLesson(3);
    await press("t = ∞");
    expect(store.getState().t).toBe(62);
    expect(lesson.getByRole("button", { name: "t = ∞" }).getAttribute("aria-pressed")).toBe("true");
    await press("small t");
    expect(store.getState().t).toBe(2);
    await press("p = 6%");
    expect(store.getState().settings.threshold).toEqual({ fixed: "p", p: 0.06 });
  });

  it("shows what becomes of a common entry and of a rare one", async () => {
    const { engine, store, lesson } = await openLesson(3);
    store.getState().setThreshold(10);
    const { balancedCounts } = await engine.balance(10);
    const photo = balancedCounts[ENTRIES.indexOf("photo")];
    const head = await lesson.findByRole("region", { name: "photo" });
    await within(head).findByText(`${photo} (${Math.round((photo / 40) * 100)}%)`);
    expect(head.textContent).toContain("stay on its account, about10");
    const tail = lesson.getByRole("region", { name: /cat|dog/ });
    await within(tail).findByText(/\(100%\)/);
    expect(tail.textContent).toContain("all stay on its account");
  });
});

describe("lesson 4, the chance of a caption", () => {
  async function openChance(caption: number) {
    const page = await openLesson(4, createFakeEngine(), caption);
    page.store.getState().setThreshold(20);
    await page.lesson.findByRole("table");
    return page;
  }

  it("writes out the chance of the caption that was opened in the list", async () => {
    const { lesson } = await openChance(50);
    await lesson.findByRole("row", { name: /^dog/ });
    await waitFor(() =>
      expect(lesson.getByRole("region", { name: "Exactly" }).textContent).toContain(
        `(1 − 0.328) (1 − 0.952) = ${captionChance([61, 21], 20).toFixed(2)}`,
      ),
    );
  });

  it("draws again, and the pool with it", async () => {
    const { engine, store, lesson, press } = await openChance(10);
    await lesson.findByRole("row", { name: /^photo/ });
    for (let seed = 1; seed <= 3; seed++) {
      await press("Draw again");
      await waitFor(() => expect(store.getState().pool?.seed).toBe(seed));
      const { kept } = await engine.explain(10, 20);
      await waitFor(() =>
        expect(lesson.getByRole("status").textContent).toContain(
          `With seed ${seed} it is ${kept ? "kept" : "dropped"}`,
        ),
      );
    }
  });

  it("counts how often it was kept in the last 20 draws, at the current t", async () => {
    const { engine, store, lesson, press } = await openChance(10);
    await lesson.findByRole("row", { name: /^photo/ });
    await press("Draw 20 times");
    await waitFor(() => expect(store.getState().pool?.seed).toBe(20));
    const why = await engine.explain(10, 20);
    const keptOf = (t: number) =>
      Array.from({ length: 20 }, (_, i) => isKeptWith(why, i + 1, t)).filter(Boolean).length;
    for (const t of [20, 5, 62]) {
      store.getState().setThreshold(t);
      expect(
        await lesson.findByText(`Kept in ${keptOf(t)} of 20 draws`, { exact: false }),
      ).toBeDefined();
    }
  });

  it("takes another caption", async () => {
    const { store, lesson, press } = await openChance(0);
    await lesson.findByRole("row", { name: /^hot dog/ });
    await press("Another caption");
    await waitFor(() => expect(store.getState().openedCaption?.index).toBeGreaterThan(0));
    await waitFor(() => expect(lesson.queryByRole("row", { name: /^hot dog/ })).toBeNull());
  });

  it("runs the caption through the ten lines, step by step", async () => {
    const { lesson, user, press } = await openChance(50);
    await lesson.findByRole("row", { name: /^dog/ });
    await user.click(lesson.getByText("The whole method in ten lines"));
    const code = await lesson.findByRole("list", { name: "The method" });
    const lines = within(code).getAllByRole("listitem");
    const current = () => lines.findIndex((line) => line.hasAttribute("aria-current")) + 1;
    expect(current()).toBe(1);
    for (let i = 0; i < 6; i++) await press("Step");
    expect(current()).toBe(7);
    expect(lesson.getByText(/min\(1, 20 \/ 61\) is 0\.328/)).toBeDefined();
    await press("Back");
    expect(current()).toBe(6);
    await press("To the end");
    expect(current()).toBe(10);
    const isKept = isKeptWith(await createFakeEngine().explain(50, 20), 0, 20);
    expect(lesson.getByText(isKept ? /The caption stays/ : /the caption goes/)).toBeDefined();
  });
});

describe("lesson 5, head and tail", () => {
  it("moves t to 1, to 6% and to no threshold, and the shares follow", async () => {
    const { store, aside, press } = await openLesson(5);
    await press("t = 1");
    expect(store.getState().t).toBe(1);
    const splits = () => aside.textContent;
    // Three of the five entries have two matches or more. At t = 1 each of them counts once.
    expect(splits()).toContain("capped at t: on their own accounthead 60.0% tail 40.0%");
    await press("t = ∞");
    expect(splits()).toContain("capped at t: on their own accounthead 98.4% tail 1.6%");
    await waitFor(() =>
      expect(splits()).toContain("balanced: in the captions that stayhead 98.4% tail 1.6%"),
    );
  });

  it("sets this pool beside the paper's two at the same tail share", async () => {
    const { store, lesson } = await openLesson(5);
    const table = within(lesson.getByRole("table", { name: "What balancing leaves of a pool" }));
    expect(
      table
        .getAllByRole("row")
        .slice(1, 4)
        .map((row) => row.textContent),
    ).toEqual([
      "1.6 billionkeeps 400 million20,0006%25%",
      "10.7 billionkeeps 2.5 billion170,0006%23%",
      "10.7 billionkeeps 1 billion20,000less9%",
    ]);
    const { pool, t } = store.getState();
    const kept = keptAt(pool!.kept, t).captions;
    expect(table.getAllByRole("row")[4].textContent).toBe(
      `62 in this poolkeeps ${kept}${t}6%${Math.round((kept / 62) * 100)}%`,
    );
  });
});

describe("lesson 6, one's own data", () => {
  it("copies the commands with the live t, seed and file names", async () => {
    const { store, lesson, press } = await openLesson(6);
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => {
      copied.push(text);
    });
    store.getState().setThreshold(9);
    store.getState().change({ seed: 5 });
    await lesson.findByText(/-t 9 --seed 5/);
    await press("Copy");
    expect(await lesson.findByText("Copied.")).toBeDefined();
    expect(copied[0]).toContain("headtail count");
    expect(copied[0]).toContain("demo.jsonl");
    expect(copied[0]).toContain("-t 9 --seed 5");
  });

  it("says so when the browser does not let it copy", async () => {
    const { lesson, press } = await openLesson(6);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    await press("Copy");
    expect(await lesson.findByText(/Select the lines and copy them/)).toBeDefined();
  });

  it("opens the export, and takes files", async () => {
    const { engine, lesson, press, user } = await openLesson(6);
    await press(/^Export/);
    const dialog = screen.getByRole("dialog", { name: "Export the balanced subset" });
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await user.upload(
      lesson.getByLabelText("Files to open"),
      new File(['{"text":"a dog"}\n'], "mine.jsonl"),
    );
    await waitFor(() => expect(engine.calls.at(-1)?.name).toBe("load"));
    expect(await lesson.findByText(/mine\.jsonl/, { selector: "pre" })).toBeDefined();
  });
});
