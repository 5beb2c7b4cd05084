import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { BadRecord, type SourceRecord } from "../../../src/formats/records/record.ts";
import { readWarc } from "../../../src/formats/webArchive/readWarc.ts";
import { readWat } from "../../../src/formats/webArchive/readWat.ts";
import { textSet } from "../../../src/formats/webArchive/textSet.ts";
import type { WebArchiveTotals } from "../../../src/formats/webArchive/totals.ts";
import { isWarc, webArchiveKind } from "../../../src/formats/webArchive/webArchiveKind.ts";
import { encode, joined, latin1, readAll, sourceOf } from "../tar/support.ts";
import { img, response, warcinfo, warcRecord, watRecord } from "./support.ts";

const PAGE = "http://a.example/dir/page.html";

const wat = (...records: Uint8Array[]) => readAll(readWat(sourceOf("a.wat", joined(...records))));
const warc = (...records: Uint8Array[]) =>
  readAll(readWarc(sourceOf("a.warc", joined(...records))));
const uidOf = (url: string) => createHash("sha224").update(url).digest("hex").slice(0, 24);
const image = (url: string, text: string[], page = PAGE) => ({ uid: uidOf(url), url, text, page });
const bad = (reason: BadRecord["reason"], beginning: string) =>
  new BadRecord(reason, null, beginning);

async function totalsOf(bytes: Uint8Array): Promise<WebArchiveTotals[]> {
  const told: WebArchiveTotals[] = [];
  await readAll(readWarc(sourceOf("a.warc", bytes), (totals) => told.push(totals)));
  return told;
}

describe("images in metadata of pages", () => {
  it("have the texts of alt, title and data-image-title as they stand", async () => {
    const { records, error } = await wat(
      warcinfo,
      watRecord(PAGE, {
        links: [
          { path: "A@/href", url: "/x", text: "a link", title: "no image" },
          img("b.jpg", { "data-image-title": "third", title: " second ", alt: "first &amp;\n" }),
          img("/c.jpg", { alt: "", title: "only a title" }),
          img("//b.example/d.jpg", { alt: " \n", title: null, "data-image-title": 5 }),
          img("e.jpg"),
          null,
          { path: "IMG@/src", alt: "without a url" },
          { path: null, url: "f.jpg", alt: "without a path" },
          { path: "STYLE/#text", href: "g.jpg" },
          { path: "IMG@/longdesc", url: "h.html", alt: "a description" },
        ],
      }),
    );
    expect(error).toBeNull();
    expect(records).toEqual([
      image("http://a.example/dir/b.jpg", ["first &amp;\n", " second ", "third"]),
      image("http://a.example/c.jpg", ["only a title"]),
    ]);
    expect(Object.keys(records[0])).toEqual(["uid", "url", "text", "page"]);
  });

  it("have an address by http, relative to the page or its base", async () => {
    const links = [
      img("a.jpg?b=1#c", { alt: "1" }),
      img(" https://c.example/é x.jpg ", { alt: "2" }),
      img("data:image/gif;base64,AAAA", { alt: "3" }),
      img("ftp://a.example/a.jpg", { alt: "4" }),
      img("http://[broken/", { alt: "5" }),
      img("", { alt: "6" }),
      img("HTTP://D.example", { alt: "7" }),
    ];
    const others = [
      image("https://c.example/%C3%A9%20x.jpg", ["2"]),
      image("http://d.example/", ["7"]),
    ];
    const urls = async (base?: string) =>
      (await wat(watRecord(PAGE, base === undefined ? { links } : { links, base }))).records;
    expect(await urls()).toEqual([image("http://a.example/dir/a.jpg?b=1#c", ["1"]), ...others]);
    expect(await urls("https://b.example/x/y")).toEqual([
      image("https://b.example/x/a.jpg?b=1#c", ["1"]),
      ...others,
    ]);
    expect(await urls("../up/")).toEqual([
      image("http://a.example/up/a.jpg?b=1#c", ["1"]),
      ...others,
    ]);
    expect(await urls("http://[broken/")).toEqual([
      image("http://a.example/dir/a.jpg?b=1#c", ["1"]),
      ...others,
    ]);
    const unknown = await wat(watRecord("no address", { links }));
    expect(unknown.records).toEqual(others.map((other) => ({ ...other, page: "no address" })));
  });

  it("are told of once a page, and each text once in the file", async () => {
    const other = "http://a.example/other";
    const { records } = await wat(
      watRecord(PAGE, {
        links: [
          img("/a.jpg", { alt: "one", title: "one" }),
          img("/b.jpg", { alt: "one" }),
          img("http://a.example/a.jpg", { alt: "two", title: "one" }),
        ],
      }),
      watRecord(other, { links: [img("/a.jpg", { alt: "three", title: "one" })] }),
      watRecord(other, { links: [img("/a.jpg", { alt: "two" }), img("/b.jpg", { alt: "One" })] }),
    );
    expect(records).toEqual([
      image("http://a.example/a.jpg", ["one", "two"]),
      image("http://a.example/b.jpg", ["one"]),
      image("http://a.example/a.jpg", ["three"], other),
      image("http://a.example/b.jpg", ["One"], other),
    ]);
  });

  it("have the language that the archive or the server tells", async () => {
    const links = [img("/a.jpg", { alt: "a" })];
    const language = async (made: object) => {
      const { records } = await wat(watRecord(PAGE, { links, ...made }));
      return (records[0] as SourceRecord).content_language;
    };
    const archived = { "WARC-Identified-Content-Language": "deu,eng" };
    expect(await language({})).toBeUndefined();
    expect(await language({ headers: { "content-language": "de-AT" } })).toBe("de-AT");
    expect(await language({ headers: { "Content-Language": ["fr", "de"] } })).toBe("fr");
    expect(await language({ headers: { "Content-Language": "de" }, archived })).toBe("deu,eng");
  });

  it("are looked for in metadata of pages alone", async () => {
    const { records, error } = await wat(
      warcinfo,
      warcRecord({
        type: "metadata",
        target: "a.warc.gz",
        contentType: "application/json",
        content: '{"Envelope":{"Payload-Metadata":{"WARC-Info-Metadata":{}}}}',
      }),
      warcRecord({
        type: "metadata",
        contentType: "application/warc-fields",
        content: "languages-cld2: {}",
      }),
      response(PAGE, '<img src="/x.jpg" alt="in a page">'),
      ...["{}", '{"Envelope":null}', '{"Envelope":{"Payload-Metadata":[]}}'].map((content) =>
        warcRecord({ type: "metadata", contentType: "application/json", content }),
      ),
    );
    expect({ records, error }).toEqual({ records: [], error: null });
  });

  it("are those of many pages, in batches", async () => {
    const links = Array.from({ length: 9000 }, (_, i) => img(`/${i}.jpg`, { alt: `${i}` }));
    const { records } = await wat(watRecord(PAGE, { links }));
    expect(records.length).toBe(9000);
    expect(records[8999]).toEqual(image("http://a.example/8999.jpg", ["8999"]));
  });

  it.each([
    ["not-json", '{"Envelope": '],
    ["not-object", "[]"],
    ["not-utf8", latin1('{"Envelope": "\xe9"}')],
  ] as const)("that are %s", async (reason, content) => {
    const broken = { type: "metadata", target: PAGE, contentType: "application/json", content };
    const { records } = await wat(
      warcRecord(broken),
      watRecord(PAGE, { links: [img("/a.jpg", { alt: "a" })] }),
    );
    expect(records).toEqual([bad(reason, PAGE), image("http://a.example/a.jpg", ["a"])]);
  });
});

describe("images in pages", () => {
  const texts = async (html: Uint8Array | string, headers = {}) =>
    (await warc(response(PAGE, html, headers))).records;

  it("are those of img elements", async () => {
    const html = `<!doctype html><html><head><title><img src="/title.jpg" alt="no"></title>
      <script>"<img src='/script.jpg' alt='no'>"</script></head><body>
      <!-- <img src="/comment.jpg" alt="no"> -->
      <IMG SRC=b.jpg ALT="a &amp; b &eacute;&#x1F600;" class=x title='"second"'
        data-image-title="third"/>
      <p><noscript><img alt=plain src=/c.jpg alt=twice></noscript></p>
      <img alt="no source"><img src="" alt="empty"><img src="/d.jpg" alt="" title>
      <svg><image href="/e.svg"/></svg><imgs src="/f.jpg" alt="no"><a href="/g" title="no">
      <img src="/h.jpg" alt="cut`;
    expect(await texts(html)).toEqual([
      image("http://a.example/dir/b.jpg", ["a & b é😀", '"second"', "third"]),
      image("http://a.example/c.jpg", ["plain"]),
    ]);
  });

  it("are relative to the first base", async () => {
    const html = `<img src="a.jpg" alt="a"><base target="_top"><base href="/base/">
      <base href="/other/"><img src="b.jpg" alt="b">`;
    expect(await texts(html)).toEqual([
      image("http://a.example/base/a.jpg", ["a"]),
      image("http://a.example/base/b.jpg", ["b"]),
    ]);
  });

  it("are not looked for in what is no HTML, or no response", async () => {
    const html = '<img src="/a.jpg" alt="a">';
    const { records, error } = await warc(
      warcinfo,
      response(PAGE, html, { "Content-Type": "text/html-like" }),
      response(PAGE, html, { "Content-Type": "image/svg+xml" }),
      warcRecord({ type: "request", target: PAGE, content: `GET / HTTP/1.1\r\n\r\n${html}` }),
      warcRecord({ type: "response", contentType: "text/dns", content: html }),
      response(PAGE, html.replace("a.jpg", "b.jpg"), { "Content-Type": "TEXT/HTML" }),
    );
    expect(error).toBeNull();
    expect(records).toEqual([image("http://a.example/b.jpg", ["a"])]);
  });

  it.each([
    ["Content-Type: text/html; charset=ISO-8859-1", "", "caf\xe9"],
    ['Content-Type: text/html; charset="windows-1252"', "", "caf\xe9"],
    ["Content-Type: text/html", '<meta charset="latin1">', "caf\xe9"],
    [
      "Content-Type: text/html",
      '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">',
      "caf\xe9",
    ],
    ["Content-Type: text/html; charset=utf-8", '<meta charset="latin1">', "caf\xc3\xa9"],
    ["Content-Type: text/html", "", "caf\xc3\xa9"],
    ["Content-Type: text/html", '<meta charset="utf-16">', "caf\xc3\xa9"],
    ["Content-Type: text/html; charset=klingon", "", "caf\xc3\xa9"],
    ["Content-Type: text/html; charset=latin1", "\xef\xbb\xbf", "caf\xc3\xa9"],
  ])("are read in the charset of: %s %s", async (header, head, alt) => {
    const [name, value] = header.split(": ");
    const html = latin1(`${head}<img src="/a.jpg" alt="${alt}">`);
    expect(await texts(html, { [name]: value })).toEqual([
      image("http://a.example/a.jpg", ["café"]),
    ]);
  });

  it("are read in UTF-16 where a byte order mark says so", async () => {
    const html = Buffer.from('\ufeff<img src="/a.jpg" alt="犬">', "utf16le");
    const expected = [image("http://a.example/a.jpg", ["犬"])];
    expect(await texts(new Uint8Array(html))).toEqual(expected);
    expect(await texts(new Uint8Array(html.swap16()))).toEqual(expected);
  });

  it("are read whatever bytes are broken", async () => {
    expect(await texts(latin1('<img src="/a.jpg" alt="caf\xe9!">'))).toEqual([
      image("http://a.example/a.jpg", ["caf\ufffd!"]),
    ]);
  });

  const html = '<img src="/a.jpg" alt="a">';
  const found = [image("http://a.example/a.jpg", ["a"])];
  const chunked = (bytes: Uint8Array, size: number) => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size);
      parts.push(encode(`${part.length.toString(16).toUpperCase()};x=y\r\n`), part, encode("\r\n"));
    }
    return joined(...parts, encode("0\r\nTrailer: x\r\n\r\n"));
  };
  const gzipped = new Uint8Array(gzipSync(html));

  it.each<[string, Uint8Array | string, Record<string, string>]>([
    ["in chunks", chunked(encode(html), 7), { "Transfer-Encoding": "chunked" }],
    [
      "in chunks, the last of them cut",
      chunked(encode(html), 100).slice(0, -9),
      { "Transfer-Encoding": "chunked" },
    ],
    ["said to be in chunks", html, { "Transfer-Encoding": "chunked" }],
    ["in gzip", gzipped, { "Content-Encoding": "gzip" }],
    [
      "in two gzip members",
      joined(new Uint8Array(gzipSync("<p>")), gzipped),
      { "content-encoding": "x-gzip" },
    ],
    ["said to be in gzip", html, { "Content-Encoding": "gzip" }],
    ["in gzip that lacks its end", gzipped.slice(0, -8), { "Content-Encoding": "gzip" }],
    ["as it is", html, { "Content-Encoding": "identity" }],
    [
      "in gzip in chunks",
      chunked(gzipped, 10),
      { "Content-Encoding": "GZIP", "Transfer-Encoding": "chunked" },
    ],
  ])("are read where the page is %s", async (_, body, headers) => {
    expect(await texts(body, headers)).toEqual(found);
  });

  it("are counted where the page is packed in another way, or broken", async () => {
    const bytes = joined(
      response(PAGE, new Uint8Array(brotliCompressSync(html)), { "Content-Encoding": "br" }),
      response(PAGE, html, { "Content-Encoding": "zstd" }),
      response(PAGE, joined(gzipped.slice(0, 10), encode("\xff\xff\xff")), {
        "Content-Encoding": "gzip",
      }),
      response(PAGE, html),
      response(PAGE, "<p>no image"),
    );
    expect(await warc(bytes)).toEqual({ records: found, error: null });
    const told = { pages: 2, unreadPages: 3, hasForgotten: false };
    expect(await totalsOf(bytes)).toEqual([told]);
    expect(await totalsOf(bytes.slice(0, -50))).toEqual([{ ...told, pages: 1 }]);
  });

  it("are not read where the page is longer than 64 MiB unpacked", async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 26 + 1)));
    expect(await texts(bomb, { "Content-Encoding": "gzip" })).toEqual([bad("too-long", PAGE)]);
  });

  it("have the language that the archive or the server tells", async () => {
    const { records } = await warc(
      response(PAGE, html, { "Content-Language": "de" }),
      response(
        PAGE,
        html.replace("alt", "title").replace('"a"', '"b"'),
        { "Content-Language": "de" },
        {
          "WARC-Identified-Content-Language": "eng",
        },
      ),
    );
    expect(records).toEqual([
      { ...image("http://a.example/a.jpg", ["a"]), content_language: "de" },
      { ...image("http://a.example/a.jpg", ["b"]), content_language: "eng" },
    ]);
  });

  it("are found soon in a page that nests deep", async () => {
    const deep = `${"<b>".repeat(300_000)}${html}${"</i>".repeat(300_000)}`;
    expect(await texts(deep)).toEqual(found);
  }, 10_000);

  it("are the same as in the metadata of the page", async () => {
    const links = [
      img("x.jpg", { alt: "one", title: "two" }),
      img("../y.png", { "data-image-title": "three" }),
      img("x.jpg", { alt: "four" }),
    ];
    const elements = links.map(({ path, url, ...attributes }) => {
      const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
      return `<img src="${url}" ${written.join(" ")}>`;
    });
    const inPage = await warc(response(PAGE, elements.join("\n")));
    expect(inPage).toEqual(await wat(watRecord(PAGE, { links })));
    expect(inPage.records.length).toBe(2);
  });

  it("are bad where the response has no status", async () => {
    const { records } = await warc(
      warcRecord({ type: "response", target: PAGE, content: "<html>" }),
      response(PAGE, html),
    );
    expect(records).toEqual([bad("bad-header", PAGE), ...found]);
  });
});

describe("records of web archives", () => {
  const page = (i: number) => response(PAGE, `<img src="/${i}.jpg" alt="a">`);
  const found = (i: number) => image(`http://a.example/${i}.jpg`, ["a"]);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

  it("may end their lines in LF, go on in the next and have their address in <…>", async () => {
    const made = text(page(0))
      .replace(PAGE, `<${PAGE}>`)
      .replace("WARC-Date: ", "X-Note: one\r\n two\r\nWARC-Date: ")
      .replace("WARC-Type", "warc-type");
    const [head, ...body] = made.split("\r\n\r\n");
    const loose = `\r\n\n${head.replaceAll("\r\n", "\n")}\n\n${body.join("\r\n\r\n")}`;
    const { records, error } = await warc(latin1(loose), page(1));
    expect({ records, error }).toEqual({ records: [found(0), found(1)], error: null });
  });

  it("need nothing after the last", async () => {
    const whole = page(0).slice(0, -4);
    expect(await warc(whole)).toEqual({ records: [found(0)], error: null });
    expect(await warc(whole, encode("\r\n"))).toEqual({ records: [found(0)], error: null });
    expect(await warc()).toEqual({ records: [], error: null });
  });

  it.each([
    ["WARC/1.0", text(page(1)).replace(/Content-Length: .*\r\n/, "")],
    ["WARC/1.0", text(page(1)).replace(/Content-Length: .*\r\n/, "Content-Length: many\r\n")],
    ["WARC/1.0", text(page(1)).replace(/WARC-Date: .*\r\n/, "no field\r\n")],
    ["WARC/1.0", text(page(1)).replace("WARC-Type", " WARC-Type")],
    ["WARC/1.0", "WARC/1.0\r\nWARC-Type: response\r\n"],
    ["WARC/1.0", `WARC/1.0\r\nWARC-Type: ${"x".repeat(2 ** 20)}${"y".repeat(2 ** 20)}\r\n\r\n`],
    ["broken WARC/1.0", `broken ${text(page(1))}`],
    ["ARC/1.0", text(page(1)).slice(1)],
    ["x".repeat(200), `${"x".repeat(2 ** 20)}WARC/1.0\r\n\r\n`],
  ])("with a broken header are passed over (%#)", async (beginning, broken) => {
    const { records, error } = await warc(page(0), latin1(broken), page(2));
    expect(error).toBeNull();
    expect(records).toEqual([found(0), bad("bad-header", beginning), found(2)]);
  });

  it("whose lengths are wrong cost those beside them", async () => {
    const short = warcRecord({
      type: "response",
      target: PAGE,
      length: "10",
      content: "HTTP/1.1 200 OK\r\n\r\n",
    });
    const { records } = await warc(page(0), short, page(1));
    expect(records).toEqual([found(0), bad("bad-header", "00 OK"), found(1)]);
  });

  it("are too long", async () => {
    const filler = new Uint8Array(2 ** 26);
    const long = (type: string) =>
      warcRecord({ type, target: PAGE, content: joined(encode("HTTP/1.1 "), filler) });
    const { records } = await warc(page(0), long("response"), long("request"), page(1));
    expect(records).toEqual([found(0), bad("too-long", PAGE), found(1)]);
  });

  async function fault(bytes: Uint8Array) {
    const { records, error } = await warc(bytes);
    expect(error).toBeInstanceOf(InputError);
    return { records, message: (error as InputError).message };
  }

  it("are cut short", async () => {
    const start = warcinfo.length + page(0).length;
    const whole = joined(warcinfo, page(0), page(1));
    for (const end of [start + 3, start + 12, start + 100, whole.length - 5]) {
      const expected = {
        records: [found(0)],
        message: `a.warc is cut short: its record that begins at byte ${start} has no end. Get the whole file again.`,
      };
      const { records, message } = await fault(whole.slice(0, end));
      // Of "WAR" nobody knows what it would have been.
      if (end === start + 3) expect(message).toContain("a.warc is damaged");
      else expect({ records, message }).toEqual(expected);
    }
    const unwanted = joined(page(0), warcinfo.slice(0, -5));
    expect((await fault(unwanted)).records).toEqual([found(0)]);
  });

  it("do not follow a broken one", async () => {
    const { records, message } = await fault(joined(page(0), encode("left over\r\n".repeat(200))));
    expect(records).toEqual([found(0), bad("bad-header", "left over")]);
    expect(message).toBe(
      `a.warc is damaged: a record should begin at byte ${page(0).length}, and neither there nor after it one does. Get the file again.`,
    );
  });

  it("are given before what their source throws", async () => {
    const source = {
      ...sourceOf("a.warc", page(0)),
      async *stream() {
        yield page(0);
        throw new Error("gone");
      },
    };
    expect(await readAll(readWarc(source))).toEqual({
      records: [found(0)],
      error: new Error("gone"),
    });
  });

  it("end their source when nothing more is wanted", async () => {
    let isEnded = false;
    const source = {
      ...sourceOf("a.warc", page(0)),
      async *stream() {
        try {
          for (let i = 0; ; i++) yield page(i);
        } finally {
          isEnded = true;
        }
      },
    };
    for await (const _ of readWarc(source)) break;
    expect(isEnded).toBe(true);
  });

  it("are the same whatever the pieces", async () => {
    const parts = [
      warcinfo,
      page(0),
      page(1),
      watRecord(PAGE, { links: [img("/a.jpg", { alt: "a" })] }),
      watRecord(PAGE, { links: [img("/b.jpg", { alt: "a", title: "犬" })] }),
      encode("WARC/1.0\r\n"),
      encode("\r\n"),
      encode("garbage"),
      warcRecord({ type: "metadata", contentType: "application/json", content: "{" }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts), { maxLength: 6 }),
        fc.array(fc.nat(300), { minLength: 1, maxLength: 5 }),
        fc.nat(5000),
        async (some, sizes, end) => {
          const bytes = joined(...some).slice(0, end);
          for (const reader of [readWat, readWarc]) {
            const whole = await readAll(reader(sourceOf("a", bytes, [bytes.length + 1])));
            expect(await readAll(reader(sourceOf("a", bytes, [...sizes, 1])))).toEqual(whole);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("telling a web archive", () => {
  it("looks at its first records", () => {
    const page = response(PAGE, "<p>");
    const metadata = watRecord(PAGE, { links: [] });
    const fields = { type: "metadata", contentType: "application/warc-fields", content: "a: b" };
    const text = { type: "conversion", contentType: "text/plain", content: "text" };
    expect(webArchiveKind(joined(warcinfo, page))).toBe("warc");
    expect(webArchiveKind(joined(warcinfo, warcRecord(fields), page, metadata))).toBe("warc");
    expect(webArchiveKind(joined(warcinfo, metadata, page))).toBe("wat");
    expect(webArchiveKind(metadata.slice(0, 400))).toBe("wat");
    expect(webArchiveKind(joined(warcinfo, warcRecord(text)))).toBe("wet");
    expect(webArchiveKind(warcinfo)).toBe("warc");
    expect(webArchiveKind(encode("WARC/0.18\r\n"))).toBeNull();
    expect(isWarc(page)).toBe(true);
    expect(isWarc(encode(" WARC/1.0"))).toBe(false);
    expect(isWarc(new Uint8Array(0))).toBe(false);
  });
});

describe("remembering texts", () => {
  it("knows each text with its url, as many as there are", () => {
    const set = textSet();
    const news = () => {
      let count = 0;
      for (let i = 0; i < 20_000; i++) count += Number(set.add(`u${i % 100}`, `t${i}`));
      return count;
    };
    expect(news()).toBe(20_000);
    expect(news()).toBe(0);
    expect([set.add("u", "1t"), set.add("u1", "t"), set.add("u1", "t")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(set.add("x".repeat(9000), "犬".repeat(9000))).toBe(true);
    expect(set.add("x".repeat(9000), "犬".repeat(9000))).toBe(false);
    expect(set.isFull).toBe(false);
  });

  it("has a limit, beyond which a text is new again", () => {
    const set = textSet(2);
    expect(["a", "b", "b"].map((text) => set.add("u", text))).toEqual([true, true, false]);
    expect(set.isFull).toBe(false);
    expect(["c", "c", "a"].map((text) => set.add("u", text))).toEqual([true, true, false]);
    expect(set.isFull).toBe(true);
  });
});
