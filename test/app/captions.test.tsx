// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/app/session/settings.ts";
import { createFakeEngine } from "./fakeEngine.ts";
import { openPage, pick } from "./page.tsx";

const panel = () => within(screen.getByRole("complementary", { name: "Captions" }));
const list = () => within(screen.getByRole("tabpanel", { name: "Captions" }));
const status = () => list().getAllByRole("status")[0].textContent;
const captionButtons = () => list().queryAllByRole("button", { name: /kept|dropped/ });

describe("captions", () => {
  it("come by what happens to them", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Unmatched" }));
    expect(await list().findByText("IMG_2041.JPG")).toBeDefined();
    expect(list().queryByText("photo")).toBeNull();
    expect(status()).toBe("2 unmatched captions.");
  });

  it("are those that lessons look at once one is opened", async () => {
    const { user, store } = await openPage();
    await waitFor(() => expect(captionButtons().length).toBeGreaterThan(3));
    await user.click(captionButtons()[1]);
    const opened = store.getState().openedCaption;
    expect(opened?.index).toBeTypeOf("number");
    store.getState().change({ lesson: 4 });
    expect(await screen.findByRole("complementary", { name: "Lesson" })).toBeDefined();
    expect(store.getState().openedCaption).toEqual(opened);
    store.getState().change({ lesson: null });
    await waitFor(() => expect(list().getAllByRole("button", { expanded: true })).toHaveLength(1));
  });

  it("are not counted for a text that is not searched for yet", async () => {
    const { store } = await openPage();
    await waitFor(() => expect(status()).toMatch(/^\d+ kept captions\.$/));
    const { captions } = store.getState().settings;
    const seen: (string | null)[] = [];
    const observer = new MutationObserver(() => {
      seen.push(document.querySelector("[aria-label=Captions] [role=status]")?.textContent ?? null);
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    store.getState().change({ captions: { ...captions, text: "hot d" } });
    await waitFor(() => expect(status()).toMatch(/^1 of \d+ kept captions pass\.$/));
    observer.disconnect();
    expect(seen[0]).toMatch(/^… found in the first 0%/);
    expect(seen.filter((text) => /pass\.$/.test(text ?? ""))).toEqual(
      seen.filter((text) => /^1 of/.test(text ?? "")),
    );
  });

  it("are counted by kind, for the t that is set", async () => {
    const { user, store } = await openPage();
    store.getState().setThreshold(62);
    await waitFor(() => expect(status()).toBe("62 kept captions."));
    await user.click(screen.getByRole("tab", { name: "Dropped" }));
    expect(status()).toBe("0 dropped captions.");
    expect(
      await list().findByText("No matched caption is dropped at this threshold."),
    ).toBeDefined();
  });

  it("highlight head and tail entries apart, and underline an entry within another", async () => {
    const { store } = await openPage();
    store.getState().setThreshold(2);
    const sideOf = (entry: string) =>
      [...document.querySelectorAll("mark")].find((mark) => mark.textContent === entry)?.className;
    await waitFor(() => {
      expect(sideOf("hot dog")).toBeDefined();
      expect(sideOf("a")).toBeDefined();
      expect(sideOf("a")).not.toBe(sideOf("hot dog"));
    });
    const inner = list().getByText("dog", { selector: "mark > span" });
    expect(inner.parentElement?.textContent).toBe("hot dog");
    expect(inner.className).toContain(sideOf("a"));
  });

  it("are reached one after the other by arrow keys, opened by Enter and closed by Escape", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Edge" }));
    await waitFor(() => expect(captionButtons().length).toBeGreaterThan(3));
    const [first, second] = captionButtons();
    expect(captionButtons().filter(({ tabIndex }) => tabIndex === 0)).toEqual([first]);
    first.focus();
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(second);
    expect(captionButtons().filter(({ tabIndex }) => tabIndex === 0)).toEqual([second]);
    await user.keyboard("{Enter}");
    expect(second.getAttribute("aria-expanded")).toBe("true");
    const entry = await list().findAllByRole("button", { pressed: false });
    entry[0].focus();
    await user.keyboard("{Escape}");
    expect(second.getAttribute("aria-expanded")).toBe("false");
    expect(document.activeElement).toBe(second);
    await user.keyboard("{End}{ArrowDown}");
    expect(document.activeElement).toBe(captionButtons().at(-1));
    await user.keyboard("{Home}{ArrowUp}");
    expect(document.activeElement).toBe(first);
  });
});

describe("why a caption is kept or dropped", () => {
  async function openWhy(t: number, name: RegExp) {
    const page = await openPage();
    page.store.getState().setThreshold(t);
    await waitFor(() => expect(page.store.getState().restedT).toBe(t));
    await page.user.click(await list().findByRole("button", { name }));
    return page;
  }

  it("is written out: each entry's count, probability, draw and product, and what decides", async () => {
    const { engine } = await openWhy(21, /^hot dog.*stays from t = 1$/);
    expect(
      await list().findByRole("row", { name: /^hot dog 1 1 0\.\d{4} 0\.\d{2}$/ }),
    ).toBeDefined();
    expect(list().getByRole("row", { name: /^dog 21 1 0\.\d{4} \d+\.\d{2}$/ })).toBeDefined();
    const { tau } = await engine.explain(0, 21);
    expect(
      list().getByText((_, element) =>
        Boolean(
          element?.tagName === "P" &&
            element.textContent?.startsWith(
              `Kept: the least u · c is ${tau.toFixed(2)}, that of “hot dog”, and tau = ${tau.toFixed(2)} < t = 21. It stays from t = 1 on.`,
            ),
        ),
      ),
    ).toBeDefined();
    const chance = list().getByText(/Exact chance at t = 21/);
    expect(chance.textContent).toContain("= 1 − (1 − 1) · (1 − 1) = 1.00");
    expect(list().getByText(/mine.jsonl, line 1.*seed 0, key key-0/)).toBeDefined();
  });

  it("sets t to where the caption begins to stay", async () => {
    const { store, user } = await openWhy(1, /^hot dog/);
    store.getState().setThreshold(40);
    await user.click(await list().findByRole("button", { name: "Set t = 1" }));
    expect(store.getState().t).toBe(1);
    await waitFor(() => expect(list().queryByRole("button", { name: "Set t = 1" })).toBeNull());
  });

  it("names near misses with their reasons", async () => {
    const engine = createFakeEngine(["a (Dog)", "a cat"]);
    const { user } = await openPage(engine);
    await user.click(screen.getByRole("tab", { name: "Edge" }));
    await user.click(await list().findByRole("button", { name: /^a \(Dog\)/ }));
    const miss = await list().findByText("dog", { selector: "b" });
    expect(miss.closest("li")?.textContent).toBe(
      "dog does not match “Dog”: case counts; punctuation stands in it or against it.",
    );
  });

  it("leads from an entry to the captions that hold it", async () => {
    const { store, user } = await openWhy(62, /^hot dog/);
    await user.click(await list().findByRole("button", { name: "dog", pressed: false }));
    expect(store.getState().settings.captions.entries).toEqual(["dog"]);
    await waitFor(() => expect(status()).toBe("21 of 62 kept captions pass."));
  });
});

describe("filters of captions", () => {
  it("search the text as it is typed, and say how far the search is", async () => {
    const engine = createFakeEngine();
    const { user, store } = await openPage(engine);
    store.getState().setThreshold(62);
    let finish = () => {};
    engine.searchGate = new Promise((resolve) => {
      finish = resolve;
    });
    await user.type(panel().getByRole("searchbox"), "dog");
    await waitFor(() => expect(status()).toBe("21 found in the first 38% …"));
    await waitFor(() => expect(captionButtons()).toHaveLength(21));
    finish();
    await waitFor(() => expect(status()).toBe("21 of 62 kept captions pass."));
    const searches = engine.calls.filter(({ name }) => name === "search");
    expect(searches.at(-1)?.argument).toBe("dog");
  });

  it("give up a search that is cleared", async () => {
    const engine = createFakeEngine();
    const { user } = await openPage(engine);
    engine.searchGate = new Promise(() => {});
    const { search } = engine;
    let signal: AbortSignal | null = null;
    engine.search = (text, options) => {
      signal = options.signal;
      return search(text, options);
    };
    await user.type(panel().getByRole("searchbox"), "dog");
    await waitFor(() => expect(status()).toContain("in the first 38%"));
    await user.clear(panel().getByRole("searchbox"));
    await waitFor(() => expect(signal?.aborted).toBe(true));
    await waitFor(() => expect(status()).toMatch(/kept captions\.$/));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("take ranges with open ends, and stand as chips that can be removed", async () => {
    const { user, store } = await openPage();
    store.getState().setThreshold(62);
    await user.click(panel().getByRole("button", { name: "Filters" }));
    await user.type(panel().getByLabelText("matches from"), "2{Enter}");
    await waitFor(() => expect(status()).toBe("62 of 62 kept captions pass."));
    await user.type(panel().getByLabelText("entry count to"), "1{Enter}");
    await waitFor(() => expect(status()).toBe("2 of 62 kept captions pass."));
    const chips = within(panel().getByRole("list", { name: "Filters in use" }));
    expect(chips.getByText("2 matches or more")).toBeDefined();
    await user.click(
      chips.getByRole("button", { name: "Remove the filter an entry with 0 to 1 match" }),
    );
    await waitFor(() => expect(status()).toBe("62 of 62 kept captions pass."));
    await user.click(chips.getByRole("button", { name: "Clear filters" }));
    expect(store.getState().settings.captions).toEqual(DEFAULT_SETTINGS.captions);
  });

  it("turn a range the right way round, and ignore what is no number", async () => {
    const { user, store } = await openPage();
    await user.click(panel().getByRole("button", { name: "Filters" }));
    await user.type(panel().getByLabelText("chance from"), "0,8{Tab}0.25{Enter}");
    expect(store.getState().settings.captions.chance).toEqual({ from: 0.25, to: 0.8 });
    await user.type(panel().getByLabelText("matches from"), "few{Enter}");
    expect(store.getState().settings.captions.matches).toBeNull();
  });

  it("hold all or any of several entries", async () => {
    const { user, store } = await openPage();
    store.getState().setThreshold(62);
    const { captions } = store.getState().settings;
    store.getState().change({ captions: { ...captions, entries: ["dog", "cat"] } });
    await waitFor(() => expect(status()).toBe("0 of 62 kept captions pass."));
    const any = panel().getByRole("combobox", { name: "Entries that a caption holds" });
    await user.selectOptions(any, "any");
    await waitFor(() => expect(status()).toBe("22 of 62 kept captions pass."));
    await user.click(panel().getByRole("button", { name: "Remove the filter with cat" }));
    expect(store.getState().settings.captions.entries).toEqual(["dog"]);
  });

  it("that nothing passes say which of them to loosen, and what is then found", async () => {
    const { user, store } = await openPage();
    store.getState().setThreshold(62);
    const { captions } = store.getState().settings;
    const matches = { from: 3, to: 5 };
    store.getState().change({ captions: { ...captions, entries: ["photo"], matches } });
    expect(await list().findByText("No kept caption passes these filters.")).toBeDefined();
    await user.click(await list().findByRole("button", { name: "Without 3 to 5 matches: 40" }));
    await waitFor(() => expect(status()).toBe("40 of 62 kept captions pass."));
  });
});

describe("rejected lines", () => {
  it("are shown with number, reason and beginning", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("tab", { name: "Rejected" }));
    expect(await list().findByText('{"text": "a dog')).toBeDefined();
    expect(list().getByText("line 7").parentElement?.textContent).toContain("not valid JSON");
    expect(status()).toBe("1 rejected line.");
  });

  it("say that only the file counts of the filters", async () => {
    const { store } = await openPage();
    const { captions } = store.getState().settings;
    store.getState().change({ captions: { ...captions, kind: "rejected", entries: ["dog"] } });
    expect(await panel().findByText(/only the file counts here/)).toBeDefined();
  });
});

describe("thumbnails", () => {
  const withUrls = () => {
    const engine = createFakeEngine();
    engine.imageOf = (i) => ({ url: `https://host${i % 5}.example/${i}.jpg`, file: `${i}.png` });
    return engine;
  };
  const frame = () => document.querySelector("iframe");

  it("are off, and nothing offers them where no record has an image", async () => {
    await openPage();
    await waitFor(() => expect(captionButtons().length).toBeGreaterThan(0));
    expect(screen.queryByText("Thumbnails")).toBeNull();
    expect(frame()).toBeNull();
    expect(screen.getByText("Nothing leaves this tab.")).toBeDefined();
  });

  it("name the hosts before they are turned on; the status bar tells of them while they are", async () => {
    const { user, store } = await openPage(withUrls());
    store.getState().setThreshold(62);
    await waitFor(() => expect(captionButtons().length).toBeGreaterThan(9));
    await user.click(await screen.findByText("Thumbnails"));
    expect(
      await screen.findByText(/here from (host\d.example, ){2}host\d.example and 2 more/),
    ).toBeDefined();
    expect(frame()).toBeNull();
    await user.click(screen.getByRole("button", { name: "Show thumbnails" }));
    expect(frame()?.getAttribute("sandbox")).toBe("allow-scripts");
    expect(frame()?.getAttribute("referrerpolicy")).toBe("no-referrer");
    expect(
      await screen.findByText("Thumbnails are fetched from 5 hosts; nothing else leaves this tab."),
    ).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Turn off" }));
    expect(frame()).toBeNull();
    expect(screen.getByText("Nothing leaves this tab.")).toBeDefined();
  });

  it("are off again for other data", async () => {
    const { user } = await openPage(withUrls());
    await user.click(await screen.findByText("Thumbnails"));
    await user.click(screen.getByRole("button", { name: "Show thumbnails" }));
    await pick(user, "mine.jsonl");
    await screen.findByText(/mine.jsonl · 64 captions/);
    expect(frame()).toBeNull();
    expect(screen.getByText("Nothing leaves this tab.")).toBeDefined();
  });

  it("of files that were opened fetch nothing", async () => {
    Object.assign(globalThis, { createImageBitmap: async () => Promise.reject(new Error("none")) });
    const engine = createFakeEngine();
    engine.imageOf = (i) => ({ url: null, file: `train/${i}.png` });
    const { user } = await openPage(engine);
    const image = new File(["?"], "0.png", { type: "image/png" });
    await user.upload(screen.getAllByLabelText("Files to open")[0], image);
    expect(await screen.findByText(/1 image is ready/)).toBeDefined();
    expect(engine.calls.some(({ name }) => name === "load")).toBe(false);
    await user.click(await screen.findByText("Thumbnails"));
    expect(screen.getByText(/showing it sends nothing/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Show thumbnails" }));
    expect(list().getByText("Thumbnails of files you opened.", { exact: false })).toBeDefined();
    expect(await list().findByText("no image")).toBeDefined();
    expect(frame()).toBeNull();
    expect(screen.getByText("Nothing leaves this tab.")).toBeDefined();
  });
});
