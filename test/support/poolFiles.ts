import { gzipSync } from "node:zlib";
import { parquetWriter } from "../../src/formats/parquet/parquetWriter.ts";

/** An image with a caption, as a curator has it. */
export interface Pair {
  readonly uid: string;
  readonly url: string;
  readonly text: string;
}

export function pairsOf(texts: readonly string[]): Pair[] {
  return texts.map((text, i) => ({
    uid: i.toString(16).padStart(32, "0"),
    url: `https://example.org/${i}.jpg`,
    text,
  }));
}

/** The same pairs in a file of one format. */
export interface PoolFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether its records have uids. */
  readonly hasUids: boolean;
}

export function jsonlOf(pairs: readonly Pair[]): string {
  return pairs.map((pair) => `${JSON.stringify(pair)}\n`).join("");
}

/** The pairs in every format whose records can be written here. */
export function poolFiles(pairs: readonly Pair[]): PoolFile[] {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const file = (name: string, content: string | Uint8Array<ArrayBuffer>, hasUids = true) => ({
    name,
    bytes: typeof content === "string" ? utf8(content) : content,
    hasUids,
  });
  const csv = csvOf(pairs);
  return [
    file("pairs.csv", csv),
    file("pairs.csv.gz", new Uint8Array(gzipSync(csv))),
    file("utf16.csv", new Uint8Array(Buffer.from(`\ufeff${csv}`, "utf16le"))),
    file("cc3m.tsv", pairs.map(({ text, url }) => `${text}\t${url}\n`).join(""), false),
    file("cc12m.tsv", pairs.map(({ text, url }) => `${url}\t${text}\n`).join(""), false),
    file("pairs.json", JSON.stringify(pairs, null, 1)),
    file(
      "matched.json",
      JSON.stringify(
        pairs.map(({ uid, url, text }) => ({ uuid: uid, url, texts: [["alt", text, [3, 7]]] })),
      ),
    ),
    file(
      "matched2.json",
      JSON.stringify(Object.fromEntries(pairs.map(({ uid, text }) => [uid, [[text, "en", [3]]]]))),
    ),
    file(
      "captions_val2017.json",
      JSON.stringify({
        info: { year: 2017 },
        images: pairs.map(({ url }, i) => ({ id: i, file_name: `${i}.jpg`, coco_url: url })),
        annotations: pairs.map(({ uid, text }, i) => ({ id: uid, image_id: i, caption: text })),
      }),
    ),
    file("captions.txt", pairs.map(({ text }) => `${text}\n`).join(""), false),
    file("laion.parquet", parquetOf(pairs)),
    file("00000.tar", tarOf(pairs)),
    file("crawl.warc.wat", watOf(pairs), false),
  ];
}

export function csvOf(pairs: readonly Pair[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = pairs.map(({ uid, url, text }) => `${uid},${url},${quoted(text)}\r\n`);
  return `uid,url,text\r\n${rows.join("")}`;
}

function parquetOf(pairs: readonly Pair[]): Uint8Array<ArrayBuffer> {
  const writer = parquetWriter([
    { name: "SAMPLE_ID", type: "STRING" },
    { name: "URL", type: "STRING" },
    { name: "TEXT", type: "STRING" },
    { name: "similarity", type: "DOUBLE" },
  ]);
  const added = writer.add([
    pairs.map(({ uid }) => uid),
    pairs.map(({ url }) => url),
    pairs.map(({ text }) => text),
    pairs.map((_, i) => (i % 4) / 10),
  ]);
  return new Uint8Array(Buffer.concat([added, writer.finish()]));
}

function tarOf(pairs: readonly Pair[]): Uint8Array<ArrayBuffer> {
  const blocks = pairs.flatMap(({ uid, url, text }) => [
    ...tarMember(`${uid}.jpg`, Buffer.alloc(700, 7)),
    ...tarMember(`${uid}.json`, Buffer.from(JSON.stringify({ key: uid, url, caption: text }))),
    ...tarMember(`${uid}.txt`, Buffer.from(text)),
  ]);
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function tarMember(name: string, content: Buffer): Buffer[] {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write("0000644\0", 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

function watOf(pairs: readonly Pair[]): string {
  return pairs
    .map(({ url, text }) => {
      const page = "https://example.org/page.html";
      const links = [{ path: "IMG@/src", url, alt: text }];
      const content = JSON.stringify({
        Envelope: {
          "Payload-Metadata": {
            "HTTP-Response-Metadata": { "HTML-Metadata": { Links: links } },
          },
        },
      });
      const length = Buffer.byteLength(content);
      const fields = ["WARC/1.0", "WARC-Type: metadata", `WARC-Target-URI: ${page}`];
      const type = ["Content-Type: application/json", `Content-Length: ${length}`];
      return `${[...fields, ...type].join("\r\n")}\r\n\r\n${content}\r\n\r\n`;
    })
    .join("");
}
