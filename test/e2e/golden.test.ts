import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, startSite } from "../../scripts/site.ts";
import { keptByCore } from "../keptByCore.ts";
import { hasShared, publishedCounts, shared } from "../shared.ts";
import { headtailPage } from "./headtailPage.ts";

const METADATA = `${shared}/data/metadata-500k.json`;
const SEED = 0;

describe.skipIf(!hasShared)(
  "real pools with 500,000 entries, as the published code has them",
  () => {
    let site: Site;
    let folder: string;
    let entries: string[];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "headtail-"));
      const packed = await readFile(`${shared}/data/museums.jsonl.gz`);
      await writeFile(join(folder, "museums.jsonl"), gunzipSync(packed));
      entries = JSON.parse(await readFile(METADATA, "utf8"));
      site = await startSite();
    });
    afterAll(async () => {
      await site?.close();
      await rm(folder, { recursive: true });
    });

    const pools = [
      { name: "cc3m-val", path: () => `${shared}/data/cc3m-val.jsonl` },
      { name: "museums", path: () => join(folder, "museums.jsonl") },
    ];

    it.each(pools)(
      "$name: figures, balanced subset, and both read back",
      async ({ name, path }) => {
        const golden = publishedCounts(name);
        const { page, errors } = await site.open();
        const headtail = headtailPage(page);
        const { figure, setThreshold, setTailShare, threshold } = headtail;
        await headtail.changeMetadata(METADATA, "500,000");
        const title = `${basename(path())} · ${golden.captions.toLocaleString("en")} captions`;
        await headtail.open(path(), title);

        const [[, largestCount]] = golden.at_p_6_percent.expected_balanced_count_of_top_entries;
        expect(await figure("captions")).toBe(golden.captions);
        expect(await figure("matched captions")).toBe(golden.matched);
        expect(await figure("matches")).toBe(golden.matches);
        expect(await figure("with matches")).toBe(golden.entries_with_matches);
        for (const [t, expectedKept] of Object.entries(golden.expected_kept)) {
          if (Number(t) > largestCount) continue;
          await setThreshold(Number(t));
          expect(await figure("capped matches")).toBe(golden.capped_matches[t]);
          expect(await headtail.tailShare()).toBe(Number((100 * golden.tail_share[t]).toFixed(2)));
          const expected = await headtail.expected();
          expect(expected.kept).toBe(Math.round(expectedKept));
          expect(Math.abs((await figure("captions kept")) - expectedKept)).toBeLessThanOrEqual(
            4 * expected.deviation + 1,
          );
        }

        await setTailShare(6);
        expect(await threshold()).toBe(golden.at_p_6_percent.t);
        expect((await headtail.expected()).kept).toBe(
          Math.round(golden.at_p_6_percent.expected_kept),
        );

        const content = await readFile(path(), "utf8");
        const core = keptByCore(content, entries, golden.at_p_6_percent.t, SEED);
        const { jsonl, manifest, entryCounts } = await headtail.export();
        const exported = jsonl.bytes.toString("utf8").split("\n");
        expect(exported.pop()).toBe("");
        expect(exported.length).toBe(core.lines.length);
        expect(exported).toEqual(core.lines);
        const told = JSON.parse(manifest.bytes.toString("utf8"));
        expect(told).toMatchObject({ seed: SEED, t: golden.at_p_6_percent.t, p: 0.06 });
        expect(told.files[0].sha256).toBe(createHash("sha256").update(content).digest("hex"));
        const counts = new Map(Object.entries(JSON.parse(entryCounts.bytes.toString("utf8"))));
        expect(counts.size).toBe(golden.entries_with_matches);
        const wrong = entries.filter(
          (entry, id) => (counts.get(entry) ?? 0) !== core.entryCounts[id],
        );
        expect(wrong).toEqual([]);

        const figures = ["captions kept", "balanced matches", "capped matches", "head entries"];
        const before = await Promise.all(figures.map(figure));
        const sentence = await page.getByText(/^At t = /).innerText();
        const saved = [jsonl, manifest].map(({ name }) => join(folder, name));
        await writeFile(saved[0], jsonl.bytes);
        await writeFile(saved[1], manifest.bytes);
        await headtail.open(saved, `${jsonl.name} · `, true);
        expect(await threshold()).toBe(golden.at_p_6_percent.t);
        expect(await Promise.all(figures.map(figure))).toEqual(before);
        await page.getByText(sentence).waitFor();
        expect(errors).toEqual([]);
      },
    );

    it("a load cancelled halfway leaves the data before it whole", async () => {
      const { page } = await site.open();
      const headtail = headtailPage(page);
      await headtail.changeMetadata(METADATA, "500,000");
      await headtail.open(`${shared}/data/cc3m-val.jsonl`, "cc3m-val.jsonl · 15,833 captions");
      const figures = async () => {
        await headtail.expected();
        return page.locator("dl").allInnerTexts();
      };
      const before = await figures();
      const exportBefore = await headtail.export();

      const large = join(folder, "large.jsonl");
      const museums = await readFile(join(folder, "museums.jsonl"));
      const stream = createWriteStream(large);
      for (let copy = 0; copy < 4; copy++) stream.write(museums);
      await new Promise<void>((resolve) => stream.end(() => resolve()));
      await page.locator("header").getByLabel("Files to open").setInputFiles(large);
      await page.getByRole("button", { name: "Replace" }).click();
      await page.getByText(/ of 246\.\d MB · [1-9][\d,]* lines/).waitFor();
      await page
        .getByLabel("Progress of large.jsonl")
        .getByRole("button", { name: "Cancel" })
        .click();
      await page.getByRole("progressbar").waitFor({ state: "detached" });

      await page.getByText("cc3m-val.jsonl · 15,833 captions").waitFor();
      expect(await figures()).toEqual(before);
      const exportAfter = await headtail.export();
      expect(exportAfter.jsonl.bytes.equals(exportBefore.jsonl.bytes)).toBe(true);
      expect(exportAfter.manifest.bytes.equals(exportBefore.manifest.bytes)).toBe(true);
    });
  },
);
