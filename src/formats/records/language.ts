/** A language to choose. */
export interface Language {
  /** ISO 639-1. */
  readonly code: string;
  /** In English; with its script where only captions in this script are detected. */
  readonly name: string;
}

/** ISO 639-1 code, English name, and what else says the same: ISO 639-2 and 639-3, other names. */
const TABLE: readonly (readonly [code: string, name: string, others: string])[] = [
  ["sq", "Albanian", "sqi alb"],
  ["am", "Amharic", "amh"],
  ["ar", "Arabic", "ara arb"],
  ["hy", "Armenian", "hye arm"],
  ["az", "Azerbaijani (Latin)", "aze azj"],
  ["eu", "Basque", "eus baq"],
  ["be", "Belarusian", "bel"],
  ["bn", "Bengali", "ben bangla"],
  ["bg", "Bulgarian", "bul"],
  ["ca", "Catalan", "cat valencian"],
  ["zh", "Chinese", "zho chi cmn mandarin"],
  ["hr", "Croatian", "hrv"],
  ["cs", "Czech", "ces cze"],
  ["da", "Danish", "dan"],
  ["nl", "Dutch", "nld dut flemish"],
  ["en", "English", "eng"],
  ["et", "Estonian", "est ekk"],
  ["fi", "Finnish", "fin"],
  ["fr", "French", "fra fre"],
  ["ka", "Georgian", "kat geo"],
  ["de", "German", "deu ger"],
  ["el", "Greek", "ell gre"],
  ["gu", "Gujarati", "guj"],
  ["he", "Hebrew", "heb iw"],
  ["hi", "Hindi", "hin"],
  ["hu", "Hungarian", "hun"],
  ["is", "Icelandic", "isl ice"],
  ["it", "Italian", "ita"],
  ["ja", "Japanese", "jpn"],
  ["kn", "Kannada", "kan"],
  ["ko", "Korean", "kor"],
  ["ku", "Kurdish (Arabic)", "kur ckb kmr"],
  ["lo", "Lao", "lao"],
  ["lv", "Latvian", "lav lvs"],
  ["lt", "Lithuanian", "lit"],
  ["ms", "Malay (Latin)", "msa may zsm"],
  ["ml", "Malayalam", "mal"],
  ["mr", "Marathi", "mar"],
  ["no", "Norwegian", "nor nb nob nn nno"],
  ["or", "Oriya", "ori ory odia"],
  ["fa", "Persian", "fas per pes farsi"],
  ["pl", "Polish", "pol"],
  ["pt", "Portuguese", "por"],
  ["pa", "Punjabi", "pan"],
  ["ro", "Romanian", "ron rum mo"],
  ["ru", "Russian", "rus"],
  ["sr", "Serbian (Cyrillic)", "srp"],
  ["sk", "Slovak", "slk slo"],
  ["sl", "Slovene", "slv slovenian"],
  ["es", "Spanish", "spa castilian"],
  ["sv", "Swedish", "swe"],
  ["tl", "Tagalog", "tgl fil filipino"],
  ["ta", "Tamil", "tam"],
  ["te", "Telugu", "tel"],
  ["th", "Thai", "tha"],
  ["tr", "Turkish", "tur"],
  ["uk", "Ukrainian", "ukr"],
  ["ur", "Urdu", "urd"],
  ["vi", "Vietnamese", "vie"],
  ["yo", "Yoruba", "yor"],
];

/** The languages that are detected, by name. */
export const LANGUAGES: readonly Language[] = TABLE.map(([code, name]) => ({ code, name }));

const CODES: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(([code, name, others]) =>
    [code, baseOf(name), ...others.split(" ")].map((spelling) => [spelling, code] as const),
  ),
);

/**
 * The code of a language that is written as ISO 639-1, 639-2 or 639-3 or by its English name, in
 * any case, with or without a region or script: "en-US", "eng_Latn" and "English" are "en". A
 * language that is not of {@link LANGUAGES} keeps its spelling, in lower case and without region.
 */
export function languageCode(spelling: string): string {
  const base = baseOf(spelling);
  return CODES.get(base) ?? base;
}

/** The language up to its region, script or note: "zh" of "zh-Hant", "greek" of "Greek (Modern)". */
function baseOf(spelling: string): string {
  return spelling
    .split(/[-_.(]/, 1)[0]
    .trim()
    .toLowerCase();
}

/** The ISO 639-1 code of a caption's language, one of {@link LANGUAGES}; "" where it has no letters. */
export type DetectLanguage = (caption: string) => string;

/**
 * Loads the detector of languages, some 460 kB compressed and 50 MB in memory.
 *
 * It takes the likeliest language without asking whether that is reliable: of 15,833 English
 * captions of the web it tells 99.6% right either way, of single words two thirds, and leaving out
 * the unreliable would lose nearly half of those. Names are often told wrong, too, and Indonesian is
 * told as Malay.
 */
export async function loadDetector(): Promise<DetectLanguage> {
  const { eld } = await import("eld/small");
  return (caption) => eld.detect(caption).language;
}
