// @vitest-environment jsdom

import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { furthestAboveCap } from "../../src/core/index.ts";
import { entryOf } from "../../src/core/metadata/metadata.ts";
import type { ReadProgress } from "../../src/engine/types.ts";
import { CAPTIONS, createFakeEngine as createFake } from "./fakeEngine.ts";
import { openPage, pick } from "./page.tsx";

configure({ asyncUtilTimeout: 10_000 });
beforeAll(() => import("../../src/app/effects/EffectsPanel.tsx"));

/** With captions of one match each. */
const createFakeEngine = () => createFake([...CAPTIONS, ...Array(10).fill("photo")]);

async function openEffects(engine = createFakeEngine(), t = 5) {
  const page = await openPage(engine);
  page.store.getState().setThreshold(t);
  await page.user.click(screen.getByRole("tab", { name: "Effects" }));
  const panel = within(await screen.findByRole("region", { name: "Effects" }));
  await panel.findByText(/of captions with 1 match/);
  await waitFor(() => expect(page.store.getState().restedT).toBe(t));
  await panel.findByText(new RegExp(`^At t = ${t},`));
  return { ...page, panel };
}

describe("what balancing does", () => {
  it("is said in the pool's own figures", async () => {
    const { panel, engine } = await openEffects();
    const { keptByMatches } = await engine.balance(5);
    const share = (100 * keptByMatches.kept[1]) / keptByMatches.captions[1];
    const sentence = panel.getByText(/^At t = 5,/).textContent;
    expect(sentence).toContain(`of captions with 1 match ${share.toFixed(1)}% stay`);
    expect(sentence).toMatch(
      /Head entries go from \d+\.\d% of all matches to \d+\.\d% of balanced/,
    );
  });

  it("shows captions by number of matches, each bar with its figures, and filters by it", async () => {
    const { panel, store, user, engine } = await openEffects();
    const { keptByMatches } = await engine.balance(5);
    const [captions, kept] = [keptByMatches.captions[2], keptByMatches.kept[2]];
    const bar = panel.getByRole("button", {
      description: new RegExp(`^Captions with 2 matches: ${kept} of ${captions} captions kept, `),
    });
    expect(bar.getAttribute("aria-pressed")).toBe("false");
    await user.click(bar);
    expect(store.getState().settings.captions.matches).toEqual({ from: 2, to: 2 });
    expect(bar.getAttribute("aria-pressed")).toBe("true");
    await user.click(bar);
    expect(store.getState().settings.captions.matches).toBeNull();
  });

  it("offers captions to look at: dropped short ones and kept long ones", async () => {
    const { panel, store, user } = await openEffects();
    await user.click(panel.getByRole("button", { name: "Show dropped captions with 1 match" }));
    expect(store.getState().settings.captions).toMatchObject({
      kind: "dropped",
      matches: { from: 1, to: 1 },
    });
    await user.click(panel.getByRole("button", { name: "Show kept ones with 10 or more" }));
    expect(store.getState().settings.captions).toMatchObject({
      kind: "kept",
      matches: { from: 10, to: 7 },
    });
  });

  it("takes another metadata list", async () => {
    const { engine, user } = await openEffects();
    const list = new File(["dog\ncat\n"], "pets.txt");
    await user.upload(screen.getByLabelText("List of entries to try"), list);
    const change = engine.calls.find(({ name }) => name === "changeMetadata");
    expect(change?.argument).toBe(list);
  });
});

describe("captions by length, file and field", () => {
  it("are read from small files at once, and by the field that is chosen", async () => {
    const { panel, engine } = await openEffects();
    await panel.findByRole("img", {
      name: /^Captions of 0–9 characters: \d+ of \d+ captions kept/,
    });
    await panel.findByRole("img", { name: /^camera: \d+ of 72 captions kept/ });
    const read = engine.calls.filter(({ name }) => name === "readColumn");
    expect(read.map(({ argument }) => argument)).toEqual([
      { kind: "length" },
      { kind: "field", field: "source", type: "text" },
    ]);
  });

  it("are read from large files when asked to, with progress, and cancelled", async () => {
    const engine = createFakeEngine();
    engine.fileSize = 2e9;
    const { panel, user } = await openEffects(engine);
    const [ask] = panel.getAllByText(/2\.0 GB must be read again/);
    expect(engine.calls.some(({ name }) => name === "readColumn")).toBe(false);
    engine.gate = new Promise(() => {});
    await user.click(within(ask).getByRole("button", { name: "Read them" }));
    await panel.findByText(/1\.0 kB of 4\.1 kB/);
    await user.click(panel.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(panel.getAllByText(/must be read again/)).toHaveLength(2));
    engine.gate = null;
    await user.click(panel.getAllByRole("button", { name: "Read them" })[0]);
    await panel.findByRole("img", { name: /^Captions of 0–9 characters/ });
    expect(panel.queryByRole("alert")).toBeNull();
  });

  it("say what went wrong in their place", async () => {
    const engine = createFakeEngine();
    engine.readColumn = async (_, { onProgress }) => {
      onProgress({ bytesRead: 1, bytesTotal: 2 } satisfies ReadProgress);
      throw new Error("demo.jsonl cannot be read: it was changed, moved or deleted.");
    };
    const { panel } = await openEffects(engine);
    expect((await panel.findAllByRole("alert"))[0].textContent).toContain("demo.jsonl cannot be");
  });

  it("filter by file where there are several", async () => {
    const { panel, store, user } = await openEffects();
    await pick(user, "mine.jsonl", "more.jsonl");
    const bar = await panel.findByRole("button", { description: /^mine\.jsonl: / });
    await user.click(bar);
    expect(store.getState().settings.captions.file).toBe(0);
    await user.selectOptions(panel.getByLabelText("What captions are grouped by"), "source");
    await panel.findByRole("img", { name: /^camera: / });
  });
});

describe("variants of the rule", () => {
  it("stand beside the published one, and are named as not published", async () => {
    const { panel, store, user, engine } = await openEffects();
    const published = await engine.balance(5);
    const oneEntry = await engine.variant("one-entry", 5);
    const row = (name: RegExp) => panel.getByRole("row", { name });
    await waitFor(() =>
      expect(row(/^One random entry/).textContent).toContain(
        `not the published rule${oneEntry.balance.captionsKept}`,
      ),
    );
    expect(row(/^Published rule/).textContent).toContain(`rule${published.captionsKept}`);
    expect(panel.getByText(/An export always follows the published rule/)).toBeDefined();

    await user.click(panel.getByRole("radio", { name: /Cap on balanced counts/ }));
    expect(store.getState().settings.variant).toBe("capped-balanced");
    const { cap } = await engine.variant("capped-balanced", 5);
    expect(
      await panel.findByText(new RegExp(`Of ${cap?.headEntries} head entries, ${cap?.atCap} come`)),
    ).toBeDefined();
    store.getState().undo();
    expect(store.getState().settings.variant).toBe("published");
  });

  it("are what the bars then show", async () => {
    const { panel, user, engine } = await openEffects();
    const { balance } = await engine.variant("one-entry", 5);
    await user.click(panel.getByRole("button", { name: "Try one entry per caption" }));
    const kept = balance.keptByMatches.kept[2];
    expect(
      await panel.findByRole("button", {
        description: new RegExp(`^Captions with 2 matches: ${kept} of `),
      }),
    ).toBeDefined();
  });

  it("are not offered of a balanced subset", async () => {
    const engine = createFakeEngine();
    const page = await openPage(engine);
    const source = { manifest: "m.json", captions: 99, captionsKept: 64, t: 5 };
    engine.source = source;
    await pick(page.user, "subset.jsonl");
    await page.user.click(screen.getByRole("tab", { name: "Effects" }));
    expect(await screen.findByText(/This pool is a balanced subset/)).toBeDefined();
    expect(screen.queryByRole("radio", { name: /Published rule/ })).toBeNull();
  });
});

describe("entries above their cap", () => {
  it("are listed with the entries that carry the one chosen", async () => {
    const { panel, engine, store, user } = await openEffects();
    const { distribution } = store.getState();
    const { balancedCounts } = await engine.balance(5);
    const rows = furthestAboveCap(distribution, balancedCounts, 5, 20);
    const names = rows.map(({ id }) => entryOf(engine.pool, id));
    for (const [i, name] of names.entries()) {
      expect(
        await panel.findByRole("row", { name: new RegExp(`^${name} .* ${rows[i].balanced} `) }),
      ).toBeDefined();
    }
    const last = rows.length - 1;
    await user.click(panel.getByRole("button", { name: names[last] }));
    const page = await engine.carriers({ entry: rows[last].id, t: 5, limit: 9 });
    const text = new RegExp(`“${names[last]}” stands in ${page.captions} kept captions`);
    expect(await panel.findByText(text)).toBeDefined();
    const carrier = [...page.tail.rows, ...page.head.rows][0].entry;
    await user.click(
      panel.getByRole("button", {
        name: `Show kept captions with ${names[last]} and ${carrier}`,
      }),
    );
    expect(store.getState().settings.captions).toMatchObject({
      kind: "kept",
      entries: [names[last], carrier],
      hold: "all",
    });
  });

  it("are none where every caption stays", async () => {
    const { panel, store } = await openEffects();
    store.getState().setThreshold(100);
    expect(await panel.findByText("No entry has more than t balanced matches.")).toBeDefined();
  });
});

describe("a pool without matches", () => {
  it("has nothing to balance", async () => {
    const { user } = await openPage(createFake(undefined, ["giraffe"]));
    await user.click(screen.getByRole("tab", { name: "Effects" }));
    expect(await screen.findByText(/so there is nothing to balance\.$/)).toBeDefined();
  });
});
