import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LANGUAGES, languageCode, loadDetector } from "../../../src/formats/records/language.ts";
import { hasShared, shared } from "../../shared.ts";

describe("the code of a language", () => {
  it.each([
    ["en", "en"],
    [" EN ", "en"],
    ["en-US", "en"],
    ["en_GB.UTF-8", "en"],
    ["eng", "en"],
    ["eng_Latn", "en"],
    ["English", "en"],
    ["english (US)", "en"],
    ["zh-Hant", "zh"],
    ["cmn", "zh"],
    ["ger", "de"],
    ["deu", "de"],
    ["nb", "no"],
    ["Serbian", "sr"],
    ["id", "id"],
    ["sw-KE", "sw"],
    ["nolang", "nolang"],
    ["", ""],
  ])("of %j is %j", (spelling, code) => {
    expect(languageCode(spelling)).toBe(code);
  });

  it("is found from the code and name of every language to choose", () => {
    for (const { code, name } of LANGUAGES) {
      expect(languageCode(code)).toBe(code);
      expect(languageCode(name.toUpperCase())).toBe(code);
    }
  });
});

describe("languages to choose", () => {
  it("are those that are detected, by name", async () => {
    const { eld } = await import("eld/small");
    expect(LANGUAGES.map(({ code }) => code).sort()).toEqual(
      Object.values(eld.info().Languages).sort(),
    );
    const names = LANGUAGES.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
  });

  it("are found by the names that browsers have for them, too", () => {
    const names = new Intl.DisplayNames("en", { type: "language" });
    for (const { code } of LANGUAGES) expect(languageCode(`${names.of(code)}`)).toBe(code);
  });
});

describe("detecting the language of a caption", () => {
  it.each([
    ["A black motorcycle parked in front of a garage", "en"],
    ["Zwei junge weiße Männer sind im Freien in der Nähe vieler Büsche.", "de"],
    ["Deux jeunes hommes blancs sont dehors près de buissons.", "fr"],
    ["Dva mladí bílí muži jsou venku u mnoha keřů.", "cs"],
    ["犬が公園で走っている", "ja"],
    ["一只狗在草地上奔跑", "zh"],
    ["Собака бежит по зелёной траве", "ru"],
    ["12345 :-) 🐶", ""],
    ["", ""],
  ])("%s: %j", async (caption, code) => {
    const detect = await loadDetector();
    expect(detect(caption)).toBe(code);
  });

  it.skipIf(!hasShared)("tells over 99% of English captions right", async () => {
    const detect = await loadDetector();
    for (const pool of ["cc3m-val", "coco-val2017"]) {
      const lines = readFileSync(`${shared}/data/${pool}.jsonl`, "utf8")
        .split("\n")
        .slice(0, 5_000);
      const english = lines.filter((line) => detect(JSON.parse(line).text) === "en");
      expect(english.length / lines.length).toBeGreaterThan(0.99);
    }
  });
});
