import { packedTwiceSentence } from "./gzip.ts";
import { InputError } from "./inputError.ts";
import { firstRecords } from "./jsonl/fields.ts";

/** What a file is to Headtail. */
export type FileKind = "captions" | "metadata" | "manifest";

/** A format told by its first bytes, and the sentences for it. */
interface Signature {
  /** @param start the first bytes, one character each */
  readonly test: (start: string) => boolean;
  readonly sentences: (name: string) => string;
}

const JSON_LINES = "one JSON object a line";
/** Above this share, control and undecodable characters make a file unreadable as text. */
const MAX_UNREADABLE_SHARE = 0.3;
/** Lines that must agree for a file to be called a table. */
const TABLE_LINES = 5;

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
  {
    test: beginsWith("\x28\xb5\x2f\xfd"),
    sentences: (name) =>
      `${name} is compressed with Zstandard. Unpack it first (unzstd ${name}) and choose the file that gives.`,
  },
  {
    test: beginsWith("PAR1"),
    sentences: (name) =>
      `${name} is a Parquet file, which Headtail does not read yet. Convert it to ${JSON_LINES}.`,
  },
  {
    test: (start) => start.startsWith("ustar", 257),
    sentences: (name) =>
      `${name} is a tar archive. Unpack it first (tar -xf ${name}) and choose the files it holds.`,
  },
  {
    test: beginsWith("\xff\xfe", "\xfe\xff"),
    sentences: (name) => `${name} is UTF-16 text. Save it as UTF-8.`,
  },
];
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
  const text = new TextDecoder().decode(head);
  throwIfUnreadable(name, text);

  const start = /[^ \t\r\n]/.exec(text)?.index;
  if (start === undefined) {
    throw new InputError(`${name} holds only white space. Choose a file with ${JSON_LINES}.`);
  }
  const content = text.slice(start);
  if (/^\{\s*"headtail"\s*:/.test(content)) return "manifest";
  if (/^\[\s*\{/.test(content)) {
    throw new InputError(
      `${name} is a JSON array of records, which Headtail does not read yet. Write ${JSON_LINES}, for example with: ${jqCommand(name)}`,
    );
  }
  const hasRecords = firstRecords(head).length > 0;
  const isNamedLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(name);
  if (hasRecords) return "captions";
  if (content.startsWith("{")) {
    if (isNamedLines || !content.includes("\n")) return "captions";
    throw new InputError(
      `${name} is not ${JSON_LINES}: none of its first lines is a whole object. If it is one object over many lines, write the records inside it ${JSON_LINES}, for example with jq -c.`,
    );
  }
  if (!isNamedLines && (content.startsWith("[") || /\.(txt|json)(\.gz)?$/i.test(name)))
    return "metadata";
  throw new InputError(otherTextSentence(name, content, isNamedLines));
}

/** What to say of a folder among the files. */
export function directorySentence(name: string): string {
  return `${name} is a folder. Choose the files inside it instead.`;
}

function jqCommand(name: string): string {
  return name.endsWith(".gz") ? `gunzip -c ${name} | jq -c '.[]'` : `jq -c '.[]' ${name}`;
}

function throwIfUnreadable(name: string, text: string): void {
  let controls = 0;
  let undecodable = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) undecodable++;
    else if (code < 0x20 && !(code >= 0x09 && code <= 0x0d)) controls++;
  }
  const limit = text.length * MAX_UNREADABLE_SHARE;
  if (controls + undecodable <= limit) return;
  throw new InputError(
    controls * 10 > undecodable
      ? `${name} is a binary file. Choose a text file with ${JSON_LINES}.`
      : `${name} is not UTF-8 text. Save it as UTF-8.`,
  );
}

function otherTextSentence(name: string, content: string, isNamedLines: boolean): string {
  const lines = content.split(/\r?\n/, TABLE_LINES).filter((line) => line !== "");
  const separators = [
    { mark: "\t", kind: "tabs" },
    { mark: ",", kind: "commas" },
  ];
  const table = separators.find(
    ({ mark }) => lines.length > 1 && lines.every((line) => line.includes(mark)),
  );
  if (table) {
    return `${name} looks like a table with ${table.kind} between its columns, which Headtail does not read yet. Convert it to ${JSON_LINES}.`;
  }
  if (isNamedLines) {
    return `${name} holds no JSON object in its first lines. Choose a file with ${JSON_LINES}.`;
  }
  return `${name} is neither captions nor metadata. Choose captions with ${JSON_LINES}, or a metadata list named .txt or .json.`;
}
