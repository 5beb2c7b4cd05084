import { BadRecord, type RecordSource, type RecordStream } from "../records/record.ts";
import { inBatches, type RecordGroup } from "../tar/inBatches.ts";
import type { HeaderFields } from "./fields.ts";
import { htmlImageFinder } from "./htmlImages.ts";
import { decodePage, readResponse, unpackBody } from "./httpResponse.ts";
import { pageRecorder } from "./pageImages.ts";
import { textSet } from "./textSet.ts";
import { type OnWebArchiveTotals, type Tally, tallied } from "./totals.ts";
import { targetUri, warcRecords } from "./warcRecords.ts";

/**
 * Reads the images of the HTML pages that a web archive holds, as `pageRecorder` gives them. Pages
 * that are packed in another way than gzip are counted, not read.
 *
 * A text is given once with its image, however many pages have it, as long as no more than
 * `MAX_REMEMBERED_TEXTS` differ.
 *
 * @param onTotals is told once, when nothing more is read
 * @throws InputError where the file is cut short, or no record follows a broken one
 */
export function readWarc(source: RecordSource, onTotals?: OnWebArchiveTotals): RecordStream {
  return tallied((tally) => inBatches(pagesOf(source, tally)), onTotals);
}

async function* pagesOf(
  source: RecordSource,
  tally: Tally,
): AsyncGenerator<RecordGroup, void, void> {
  const met = textSet();
  const recordsOf = await pageRecorder(met);
  const imagesIn = await htmlImageFinder();
  for await (const record of warcRecords(source, isResponse)) {
    if (record instanceof BadRecord) {
      yield { records: [record], bytes: 0 };
      continue;
    }
    const url = targetUri(record.fields);
    const response = readResponse(record.content);
    if (response === null) {
      yield { records: [new BadRecord("bad-header", null, url.slice(0, 200))], bytes: 0 };
      continue;
    }
    const contentType = response.fields.get("content-type") ?? "";
    if (!/^text\/html(?![\w.+-])/i.test(contentType)) continue;
    const body = unpackBody(response);
    if (body === "unread") {
      tally.unreadPages++;
      continue;
    }
    if (body === "too-long") {
      yield { records: [new BadRecord("too-long", null, url.slice(0, 200))], bytes: 0 };
      continue;
    }
    tally.pages++;
    const language =
      record.fields.get("warc-identified-content-language") ??
      response.fields.get("content-language") ??
      null;
    const found = imagesIn(decodePage(body, contentType));
    yield { records: recordsOf({ url, language, ...found }), bytes: record.content.length };
    tally.hasForgotten = met.isFull;
  }
}

function isResponse(fields: HeaderFields): boolean {
  const type = fields.get("content-type") ?? "application/http";
  return fields.get("warc-type")?.toLowerCase() === "response" && /^application\/http/i.test(type);
}
