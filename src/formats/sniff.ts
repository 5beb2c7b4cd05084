import { packedTwiceSentence } from "./gzip.ts";
import { InputError } from "./inputError.ts";
import { firstRecords } from "./jsonl/fields.ts";

/**
 * What a file is to Headtail. Captions are read line by line; records are in another format, or may be:
 * readers.ts tells.
 */
export type FileKind = "captions" | "records" | "metadata" | "manifest";

/** A format told by its first bytes, and the sentences for it. */
interface Signature {
  /** @param start the first bytes, one character each */
  readonly test: (start: string) => boolean;
  readonly sentences: (name: string) => string;
}

const JSON_LINES = "one JSON object a line";
/** Above this share, control and undecodable characters make a file unreadable as text. */
const MAX_UNREADABLE_SHARE = 0.3;
/** Few entries have so many words, one in 25 of the titles of articles; half of the shortest captions. */
const CAPTION_WORDS = 4;
const CAPTION_SHARE = 0.2;

const beginsWith =
  (...marks: string[]) =>
  (start: string) =>
    marks.some((mark) => start.startsWith(mark));

const isImage = (kind: string) => (name: string) =>
  `${name} is a ${kind} image. Choose the file with its captions, ${JSON_LINES}.`;

const SIGNATURES: readonly Signature[] = [
  { test: beginsWith("\x89PNG"), sentences: isImage("PNG") },
  { test: beginsWith("\xff\xd8\xff"), sentences: isImage("JPEG") },
  { test: beginsWith("GIF87a", "GIF89a"), sentences: isImage("GIF") },
  {
    test: (start) => start.startsWith("RIFF") && start.startsWith("WEBP", 8),
    sentences: isImage("WebP"),
  },
  {
    test: beginsWith("%PDF-"),
    sentences: (name) => `${name} is a PDF document. Choose a file with ${JSON_LINES}.`,
  },
  {
    test: beginsWith("PK\x03\x04", "PK\x05\x06"),
    sentences: (name) =>
      `${name} is a ZIP archive. Unpack it first (unzip ${name}) and choose the files it holds.`,
  },
  {
    test: beginsWith("\x1f\x8b"),
    sentences: packedTwiceSentence,
  },
];
/** How files begin that hold records in a format of bytes, or text in another encoding. */
const RECORD_MARKS = ["\x28\xb5\x2f\xfd", "PAR1", "PARE", "WARC/", "\xff\xfe", "\xfe\xff"];
/** Bytes that tell every signature. */
const SIGNATURE_BYTES = 262;

/**
 * Tells what a file is: by its content first, by its name second. Of a gzip file, `size` and `head`
 * are those of what it holds.
 *
 * @param name file name
 * @param size bytes of the whole file
 * @param head its first bytes, up to 64 kB
 * @throws InputError when it is nothing Headtail reads
 */
export function kindOf(name: string, size: number, head: Uint8Array): FileKind {
  if (size === 0) {
    throw new InputError(`${name} is empty. Choose a file with ${JSON_LINES}.`);
  }
  const firstBytes = String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES));
  const signature = SIGNATURES.find(({ test }) => test(firstBytes));
  if (signature) throw new InputError(signature.sentences(name));
  if (beginsWith(...RECORD_MARKS)(firstBytes) || isTar(firstBytes)) return "records";
  const text = new TextDecoder().decode(head);
  throwIfBinary(name, text);

  const start = /[^ \t\r\n]/.exec(text)?.index;
  if (start === undefined) {
    throw new InputError(`${name} holds only white space. Choose a file with ${JSON_LINES}.`);
  }
  const content = text.slice(start);
  if (/^\{\s*"headtail"\s*:/.test(content)) return "manifest";
  if (/^\[\s*\{/.test(content)) return "records";
  const records = firstRecords(head);
  const isNamedLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(name);
  if (records.length > 1 || (isNamedLines && content.startsWith("{"))) return "captions";
  if (records.length === 1) return holdsRecords(records[0]) ? "records" : "captions";
  if (/^\[\s*(?![[{\s])/.test(content)) return "metadata";
  const isNamedList = /\.(txt|json)(\.gz)?$/i.test(name);
  if (/^[[{]/.test(content) || !isNamedList || areCaptions(text)) return "records";
  return "metadata";
}

/**
 * What to say of a file that is nothing Headtail reads.
 *
 * @param start its beginning
 */
export function otherFileSentence(name: string, start: string): string {
  if (start.trimStart().startsWith("{")) {
    return `${name} is one JSON object over many lines, without a list of records in it. Write the records ${JSON_LINES}, for example with jq -c.`;
  }
  return `${name} is neither captions nor metadata. Choose captions as JSONL, CSV, Parquet or in another format that Headtail reads, or a metadata list named .txt or .json.`;
}

/** What to say of a folder among the files. */
export function directorySentence(name: string): string {
  return `${name} is a folder. Choose the files inside it instead.`;
}

function isTar(start: string): boolean {
  return start.startsWith("ustar", 257);
}

/** Whether an object is rather a whole file of records than one of them. */
function holdsRecords(record: Record<string, unknown>): boolean {
  return Object.values(record).some(
    (value) => Array.isArray(value) && typeof value[0] === "object" && value[0] !== null,
  );
}

/** Whether lines are rather captions than entries. */
function areCaptions(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const long = lines.filter((line) => line.trim().split(/\s+/).length >= CAPTION_WORDS);
  return long.length > lines.length * CAPTION_SHARE;
}

function throwIfBinary(name: string, text: string): void {
  let controls = 0;
  let undecodable = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) undecodable++;
    else if (code < 0x20 && !(code >= 0x09 && code <= 0x0d)) controls++;
  }
  const limit = text.length * MAX_UNREADABLE_SHARE;
  if (controls + undecodable <= limit) return;
  // Text in another encoding has few control characters.
  if (controls * 10 <= undecodable) return;
  throw new InputError(`${name} is a binary file. Choose a text file with ${JSON_LINES}.`);
}
