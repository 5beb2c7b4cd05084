import { encode, joined } from "../tar/support.ts";

export interface MadeRecord {
  readonly type: string;
  readonly target?: string;
  readonly contentType?: string;
  readonly content: Uint8Array | string;
  readonly fields?: Readonly<Record<string, string>>;
  /** What the header says, whatever the content. */
  readonly length?: string;
}

/** A record of a web archive. */
export function warcRecord(record: MadeRecord): Uint8Array {
  const { type, target, contentType = "application/http; msgtype=response", content } = record;
  const bytes = typeof content === "string" ? encode(content) : content;
  const fields = {
    "WARC-Type": type,
    ...(target === undefined ? {} : { "WARC-Target-URI": target }),
    "WARC-Date": "2023-11-28T10:49:08Z",
    "WARC-Record-ID": "<urn:uuid:a0102236-c2f0-4ef1-aca1-b53c7c30dcdc>",
    ...record.fields,
    "Content-Type": contentType,
    "Content-Length": record.length ?? `${bytes.length}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return joined(encode(`WARC/1.0\r\n${lines.join("")}\r\n`), bytes, encode("\r\n\r\n"));
}

export const warcinfo = warcRecord({
  type: "warcinfo",
  contentType: "application/warc-fields",
  content: "software: Apache Nutch 1.19\r\nformat: WARC File Format 1.0\r\n",
});

export interface MadePage {
  readonly links: readonly unknown[];
  readonly base?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly archived?: Readonly<Record<string, unknown>>;
}

/** The metadata of a page as Common Crawl writes them. */
export function watRecord(
  target: string,
  { links, base, headers, archived }: MadePage,
): Uint8Array {
  const content = JSON.stringify({
    Container: {
      Filename: "CC-MAIN-20231128083443-20231128113443-00000.warc.gz",
      Compressed: true,
      Offset: "949",
    },
    Envelope: {
      Format: "WARC",
      "WARC-Header-Length": "647",
      "WARC-Header-Metadata": {
        "WARC-Type": "response",
        "WARC-Target-URI": target,
        "WARC-Identified-Payload-Type": "text/html",
        "Content-Type": "application/http; msgtype=response",
        ...archived,
      },
      "Payload-Metadata": {
        "Actual-Content-Type": "application/http; msgtype=response",
        "HTTP-Response-Metadata": {
          "Headers-Length": "317",
          Headers: { Server: "nginx", "Content-Type": "text/html", ...headers },
          "Response-Message": { Status: "200", Version: "HTTP/1.1", Reason: "OK" },
          "HTML-Metadata": {
            Head: {
              Title: "A page",
              ...(base === undefined ? {} : { Base: base }),
              Metas: [{ name: "viewport", content: "width=device-width" }],
            },
            Links: links,
          },
        },
      },
    },
  });
  return warcRecord({ type: "metadata", target, contentType: "application/json", content });
}

export const img = (url: string, texts: Readonly<Record<string, unknown>> = {}) => ({
  path: "IMG@/src",
  url,
  ...texts,
});

/** A page as a server sent it. */
export function response(
  target: string,
  html: Uint8Array | string,
  headers: Readonly<Record<string, string>> = {},
  fields: Readonly<Record<string, string>> = {},
): Uint8Array {
  const all = { "Content-Type": "text/html; charset=utf-8", Server: "nginx", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const body = typeof html === "string" ? encode(html) : html;
  const content = joined(encode(`HTTP/1.1 200 OK\r\n${lines.join("")}\r\n`), body);
  return warcRecord({ type: "response", target, content, fields });
}
