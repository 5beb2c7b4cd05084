import { isObject, readObject } from "../jsonl/recordReader.ts";
import { BadRecord, type RecordSource, type RecordStream } from "../records/record.ts";
import { inBatches, type RecordGroup } from "../tar/inBatches.ts";
import type { HeaderFields } from "./fields.ts";
import { type ImageLink, type Page, pageRecorder } from "./pageImages.ts";
import { textSet } from "./textSet.ts";
import { type OnWebArchiveTotals, type Tally, tallied } from "./totals.ts";
import { targetUri, warcRecords } from "./warcRecords.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the images of the pages whose metadata a WAT file of Common Crawl holds, as `pageRecorder`
 * gives them: those of its links whose path begins with IMG@/src.
 *
 * A text is given once with its image, however many pages have it, as long as no more than
 * `MAX_REMEMBERED_TEXTS` differ.
 *
 * @param onTotals is told once, when nothing more is read
 * @throws InputError where the file is cut short, or no record follows a broken one
 */
export function readWat(source: RecordSource, onTotals?: OnWebArchiveTotals): RecordStream {
  return tallied((tally) => inBatches(pagesOf(source, tally)), onTotals);
}

async function* pagesOf(
  source: RecordSource,
  tally: Tally,
): AsyncGenerator<RecordGroup, void, void> {
  const met = textSet();
  const recordsOf = await pageRecorder(met);
  for await (const record of warcRecords(source, isMetadata)) {
    if (record instanceof BadRecord) {
      yield { records: [record], bytes: 0 };
      continue;
    }
    const { fields, content } = record;
    const json = readObject(content, 0, content.length);
    if (typeof json === "string") {
      const bad = new BadRecord(json, null, targetUri(fields).slice(0, 200));
      yield { records: [bad], bytes: 0 };
      continue;
    }
    const page = pageOf(json, targetUri(fields));
    if (page === null) continue;
    tally.pages++;
    yield { records: recordsOf(page), bytes: content.length };
    tally.hasForgotten = met.isFull;
  }
}

function isMetadata(fields: HeaderFields): boolean {
  const type = fields.get("content-type") ?? "application/json";
  return fields.get("warc-type")?.toLowerCase() === "metadata" && /^application\/json/i.test(type);
}

/** What the metadata of a page tells; null when it is that of something else. */
function pageOf(json: Json, target: string): Page | null {
  const envelope = objectAt(json, "Envelope");
  const archived = objectAt(envelope, "WARC-Header-Metadata");
  const response = objectAt(objectAt(envelope, "Payload-Metadata"), "HTTP-Response-Metadata");
  const html = objectAt(response, "HTML-Metadata");
  if (html === undefined) return null;
  const base = objectAt(html, "Head")?.Base;
  const links = Array.isArray(html.Links) ? html.Links : [];
  return {
    url: target === "" ? (textAt(archived, "WARC-Target-URI") ?? "") : target,
    base: typeof base === "string" ? base : null,
    language:
      textAt(archived, "WARC-Identified-Content-Language") ??
      textAt(objectAt(response, "Headers"), "Content-Language"),
    images: links.map(imageOf).filter((image) => image !== null),
  };
}

function imageOf(link: unknown): ImageLink | null {
  if (!isObject(link)) return null;
  const { path, url } = link;
  if (typeof path !== "string" || !path.startsWith("IMG@/src")) return null;
  return typeof url === "string" ? { url, texts: link } : null;
}

function objectAt(json: Json | undefined, name: string): Json | undefined {
  const value = json?.[name];
  return isObject(value) ? value : undefined;
}

/** A header's value, whatever case its name is in; the first where there are several. */
function textAt(headers: Json | undefined, name: string): string | null {
  if (headers === undefined) return null;
  const wanted = name.toLowerCase();
  const key = Object.keys(headers).find((header) => header.toLowerCase() === wanted);
  const value = key === undefined ? null : [headers[key]].flat()[0];
  return typeof value === "string" && value !== "" ? value : null;
}
