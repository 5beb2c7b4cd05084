// @vitest-environment jsdom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataCardHtml } from "../../../src/formats/card/dataCardHtml.ts";
import { type SampleOptions, sampleCard } from "./samples.ts";

const parse = (html: string) => new DOMParser().parseFromString(html, "text/html");
const pageOf = (options: SampleOptions = {}) => parse(dataCardHtml(sampleCard(options).card));
const textsOf = (root: ParentNode, selector: string) =>
  Array.from(root.querySelectorAll(selector), (element) => element.textContent);

/** The table with a caption, by its rows: name of the row, then its cells. */
function tableOf(page: Document, caption: string): (string | null)[][] {
  const found = [...page.querySelectorAll("table")].find(
    (table) => table.caption?.textContent === caption,
  );
  return Array.from(found?.querySelectorAll("tbody > tr:first-child") ?? [], (row) =>
    textsOf(row, "th, td"),
  );
}

describe("the data card in HTML", () => {
  it("tells what the card tells, in tables", () => {
    const { card } = sampleCard();
    const page = parse(dataCardHtml(card));
    expect(page.title).toBe("Photos: data card");
    expect(textsOf(page, "h1")).toEqual(["Photos"]);
    expect(textsOf(page, "h2")).toHaveLength(9);
    expect(textsOf(page, ".tiles .value").slice(0, 3)).toEqual([
      `${card.kept.captions}`,
      `${card.kept.matches}`,
      "60",
    ]);
    expect(tableOf(page, "The draw")).toContainEqual(["Seed", "11"]);
    expect(tableOf(page, "Entries by count").map(([name]) => name)).toEqual(
      card.bands.map(({ from, to }) => (to === from + 1 ? `${from}` : `${from}–${to - 1}`)),
    );
    expect(tableOf(page, "The subset")).toEqual([
      ["photos-balanced.jsonl", `${card.kept.captions}`, "1,050"],
    ]);
    expect(textsOf(page, ".hash")).toEqual([
      `SHA-256 ${"c3".repeat(32)}`,
      `SHA-256 ${"a1".repeat(32)}`,
      `SHA-256 ${"b2".repeat(32)}`,
    ]);
    expect(textsOf(page, "pre")[0]).toContain("headtail balance \\\n");
  });

  it("needs no scripts and no network", () => {
    const page = pageOf();
    expect(page.querySelectorAll("script, link, img, iframe, object, image, use")).toHaveLength(0);
    const attributes = [...page.querySelectorAll("*")].flatMap((element) => [
      ...element.attributes,
    ]);
    expect(attributes.filter(({ name }) => name.startsWith("on"))).toEqual([]);
    const links = attributes.filter(({ name }) => name === "href" || name === "src");
    expect(links.map(({ value }) => value)).toEqual(["https://arxiv.org/abs/2309.16671"]);
    expect(page.querySelector("style")?.textContent).not.toMatch(/url\(|@import/);
    const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]');
    expect(policy?.getAttribute("content")).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it("draws both charts with their curves, named for those who cannot see them", () => {
    const page = pageOf();
    const charts = [...page.querySelectorAll("figure svg")];
    expect(charts).toHaveLength(2);
    for (const chart of charts) {
      const ids = chart.getAttribute("aria-labelledby")?.split(" ") ?? [];
      const named = ids.map((id) => page.getElementById(id)?.textContent ?? "");
      expect(named[0]).toMatch(/^Matches /);
      expect(named[1]).toContain("t = 60");
      const curves = ["matches", "capped", "balanced", "t-line", "head-area", "tail-area"];
      for (const name of curves) {
        expect(chart.querySelector(`path.${name}`)?.getAttribute("d")).toMatch(
          /^M[\d.]+,[\d.]+[LHV][\d.,LHVZ]+$/,
        );
      }
      expect(textsOf(chart, ".t-name")).toEqual(["t = 60"]);
    }
    expect(charts[0].querySelectorAll("path.band")).toHaveLength(1);
    expect(textsOf(page, ".legend li")).toHaveLength(3);
    const ids = Array.from(page.querySelectorAll("[id]"), ({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("draws the line of t at the height of t", () => {
    const { card } = sampleCard();
    const page = parse(dataCardHtml(card));
    const [chart] = page.querySelectorAll("figure svg");
    const capped = chart.querySelector(".capped")?.getAttribute("d") ?? "";
    const height = /^M46\.0,([\d.]+)/.exec(capped)?.[1];
    expect(chart.querySelector(".t-line")?.getAttribute("d")).toBe(`M46,${height}H428`);
    const all = chart.querySelector(".matches")?.getAttribute("d") ?? "";
    expect(Number(/^M46\.0,([\d.]+)/.exec(all)?.[1])).toBeLessThan(Number(height));
  });

  it.each<[string, SampleOptions]>([
    ["t is above all counts", { t: 1e6 }],
    ["t is below all counts", { t: 0.5 }],
    ["all entries are head", { t: 1 }],
    ["t has a fraction", { t: 60.5 }],
    ["there is one entry with one match", { texts: ["zebra"] }],
    ["balanced counts are not known", { isBalanced: false }],
  ])("draws numbers only where %s", (_, options) => {
    const html = dataCardHtml(sampleCard(options).card);
    expect(html.match(/.{30}(NaN|undefined|Infinity)/g)).toBeNull();
    expect(parse(html).querySelectorAll("figure svg")).toHaveLength(2);
  });

  it("has no charts where nothing matches", () => {
    const page = pageOf({ texts: ["nothing"] });
    expect(page.querySelectorAll("svg")).toHaveLength(0);
    expect(page.body.textContent).toContain("No entry has a match");
  });

  it("shows bars by share, the largest in full, with the tail's part in its colour", () => {
    const page = pageOf({ t: 60 });
    const bars = [...page.querySelectorAll<HTMLElement>(".bars .bar i")];
    const widths = bars.map((bar) => /width: ([\d.]+)%/.exec(bar.getAttribute("style") ?? "")?.[1]);
    expect(widths).toContain("100.0");
    expect(bars[0].getAttribute("style")).toContain("var(--tail) 100.0%");
    expect(bars.at(-1)?.getAttribute("style")).toContain("var(--tail) 0.0%");
  });

  it("shows every name as text", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.constantFrom("<script>alert(1)</script>", "</title>", "&lt;", "\"'><b>", "\u202eevil"),
    );
    const { card } = sampleCard();
    const shown = (text: string) =>
      text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replace(/\p{Cs}/gu, "\ufffd");
    fc.assert(
      fc.property(name, name, name, (title, file, entry) => {
        const page = parse(
          dataCardHtml({
            ...card,
            name: title,
            headtail: title,
            files: [{ ...card.files[0], name: file, captionField: entry }],
            topEntries: [{ entry, matches: 3, balanced: 2 }],
            filters: [{ rule: title, stopped: 1, argument: "--length=3-20" }],
          }),
        );
        expect(textsOf(page, "h1")).toEqual([shown(title)]);
        expect(tableOf(page, "What it was made of")[0][0]).toBe(shown(file));
        const top = "In the pool, capped at t, and balanced: what stays";
        expect(tableOf(page, top)[0][0]).toBe(shown(entry));
        expect(page.querySelectorAll("script, b:not(.share b)")).toHaveLength(0);
        expect(textsOf(page, "h2")).toHaveLength(9);
      }),
      { numRuns: 60 },
    );
  });
});
