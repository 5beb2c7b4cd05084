import type { SourceRecord } from "../records/record.ts";
import type { TextSet } from "./textSet.ts";

/** An image in a page, as the page writes it. */
export interface ImageLink {
  /** Relative to the page or its base. */
  readonly url: string;
  /** By the name of its attribute. */
  readonly texts: Readonly<Record<string, unknown>>;
}

/** What a page tells of its images. */
export interface Page {
  readonly url: string;
  /** What its links are relative to, itself relative to the page; null where that is the page. */
  readonly base: string | null;
  /** As the page's server or the archive tells it; null where neither does. */
  readonly language: string | null;
  readonly images: readonly ImageLink[];
}

/** Attributes that hold texts, in the order of a record's texts. */
export const TEXT_ATTRIBUTES = ["alt", "title", "data-image-title"];

/** Hexadecimal digits of the hash of an image's address that are its uid. */
const UID_DIGITS = 24;

/**
 * Makes the records of pages: one for each image that has texts, with `uid`, the first 24 digits of
 * the SHA-224 of its address in hexadecimal; `url`, its address; `text`, an array of its texts;
 * `page`; and `content_language` where it is known.
 *
 * @param met texts that have been given with their images, which are not given again
 */
export async function pageRecorder(met: TextSet): Promise<(page: Page) => SourceRecord[]> {
  const { createSHA224 } = await import("hash-wasm");
  const sha224 = await createSHA224();
  return (page) => {
    const records: SourceRecord[] = [];
    for (const [url, texts] of textsByUrl(page)) {
      const text = [...texts].filter((one) => met.add(url, one));
      if (text.length === 0) continue;
      const uid = sha224.init().update(url).digest().slice(0, UID_DIGITS);
      const language = page.language === null ? {} : { content_language: page.language };
      records.push({ uid, url, text, page: page.url, ...language });
    }
    return records;
  };
}

/** The texts of each image by its whole address, each text once. */
function textsByUrl(page: Page): Map<string, Set<string>> {
  const pageUrl = resolve(page.url, null);
  const base = (page.base === null ? null : resolve(page.base, pageUrl)) ?? pageUrl;
  const found = new Map<string, Set<string>>();
  for (const image of page.images) {
    const texts = TEXT_ATTRIBUTES.map((name) => image.texts[name]).filter(isText);
    const url = texts.length === 0 ? null : resolve(image.url, base);
    if (url === null) continue;
    const known = found.get(url);
    if (known === undefined) found.set(url, new Set(texts));
    else for (const text of texts) known.add(text);
  }
  return found;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** A whole address by http or https; null where there is none. */
function resolve(link: string, base: string | null): string | null {
  if (link.trim() === "" || /^\s*data:/i.test(link)) return null;
  const isWhole = base === null || /^https?:\/\//i.test(link);
  try {
    const { href, protocol } = isWhole ? new URL(link) : new URL(link, base);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}
