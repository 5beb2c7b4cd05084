import { Gunzip } from "fflate";
import { joinBytes } from "../joinBytes.ts";
import { type HeaderFields, readFields } from "./fields.ts";
import { MAX_CONTENT_BYTES } from "./warcRecords.ts";

/** A response of a server as it was sent. */
export interface HttpResponse {
  readonly fields: HeaderFields;
  readonly body: Uint8Array;
}

const CR = 0x0d;
const LF = 0x0a;
/** Packed bytes that are unpacked at once. */
const PACKED_BYTES = 2 ** 16;
/** Bytes of a page in which it may name its charset. */
const CHARSET_BYTES = 4096;

const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/** A response and its header; null when it is none. */
export function readResponse(content: Uint8Array): HttpResponse | null {
  const end = headerEnd(content);
  const [status, ...lines] = latin1.decode(content.subarray(0, end)).split(/\r?\n/);
  if (!/^HTTP\/\d/i.test(status)) return null;
  const fields = readFields(lines, false);
  return fields && { fields, body: content.subarray(end) };
}

/**
 * The body of a response as it was before it was sent. Archives may hold bodies that are unpacked
 * already under headers that say otherwise; those stay as they are.
 *
 * @returns "unread" when it is packed in another way than gzip, or what is packed is broken;
 *   "too-long" when it is longer than {@link MAX_CONTENT_BYTES}
 */
export function unpackBody({ fields, body }: HttpResponse): Uint8Array | "unread" | "too-long" {
  const isChunked = /\bchunked\b/i.test(fields.get("transfer-encoding") ?? "");
  const whole = isChunked ? joinChunks(body) : body;
  const encoding = (fields.get("content-encoding") ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return whole;
  if (encoding !== "gzip" && encoding !== "x-gzip") return "unread";
  return whole[0] === 0x1f && whole[1] === 0x8b ? gunzip(whole) : whole;
}

/** The text of a page: in the charset of its byte order mark, its header or itself, or in UTF-8. */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const mark = markedCharset(bytes);
  if (mark !== null) return decoderFor(mark).decode(bytes);
  const inHeader = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
  if (inHeader !== undefined) return decoderFor(inHeader).decode(bytes);
  const start = latin1.decode(bytes.subarray(0, CHARSET_BYTES));
  const inPage = /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start)?.[1];
  // A page whose meta element can be read like this is not in UTF-16, whatever it says.
  const isWide = inPage === undefined || /^utf-?16/i.test(inPage);
  return (isWide ? utf8 : decoderFor(inPage)).decode(bytes);
}

/** Where the body begins. */
function headerEnd(content: Uint8Array): number {
  let line = 0;
  for (;;) {
    const newline = content.indexOf(LF, line);
    if (newline === -1) return content.length;
    const isEmpty = newline === line || (newline === line + 1 && content[line] === CR);
    line = newline + 1;
    if (isEmpty) return line;
  }
}

/** A body without the lengths between its chunks; one that has none, as it is. */
function joinChunks(body: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < body.length; ) {
    const newline = body.indexOf(LF, at);
    const line = newline === -1 ? body.subarray(at) : body.subarray(at, newline);
    const digits = latin1.decode(line.subarray(0, 20)).split(";")[0].trim();
    if (!/^[0-9a-f]{1,12}$/i.test(digits)) {
      if (chunks.length === 0) return body;
      break;
    }
    const length = Number.parseInt(digits, 16);
    if (newline === -1 || length === 0) break;
    chunks.push(body.subarray(newline + 1, newline + 1 + length));
    at = newline + 1 + length;
    if (body[at] === CR) at++;
    if (body[at] === LF) at++;
  }
  return joinBytes(chunks);
}

/** What gzip data hold; of data that are cut, as far as they go. */
function gunzip(packed: Uint8Array): Uint8Array | "unread" | "too-long" {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Gunzip((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < packed.length; at += PACKED_BYTES) {
      const end = at + PACKED_BYTES;
      stream.push(packed.subarray(at, end), end >= packed.length);
      if (length > MAX_CONTENT_BYTES) return "too-long";
    }
  } catch {
    if (length === 0) return "unread";
  }
  return joinBytes(parts);
}

function markedCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

const decoders = new Map<string, TextDecoder>();

function decoderFor(label: string): TextDecoder {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(label);
    decoders.set(label, decoder);
    return decoder;
  } catch {
    return utf8;
  }
}
