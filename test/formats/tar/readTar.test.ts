import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { BadRecord } from "../../../src/formats/records/record.ts";
import { isTar } from "../../../src/formats/tar/header.ts";
import { readTar, type TarTotals } from "../../../src/formats/tar/readTar.ts";
import { subsetTar } from "../../../src/formats/tar/subsetTar.ts";
import {
  archive,
  bytesOf,
  encode,
  endOfArchive,
  joined,
  latin1,
  type MadeMember,
  member,
  pax,
  readAll,
  setChecksum,
  sourceOf,
} from "./support.ts";

const read = (bytes: Uint8Array, lengths?: number[]) =>
  readAll(readTar(sourceOf("a.tar", bytes, lengths)));
const readMembers = (...members: MadeMember[]) => read(archive(...members));
const subset = (bytes: Uint8Array, isKept: (record: number) => boolean, lengths?: number[]) =>
  bytesOf(subsetTar(sourceOf("a.tar", bytes, lengths), isKept));
const bad = (reason: BadRecord["reason"], key: string) => new BadRecord(reason, null, key);

describe("samples", () => {
  it("have the fields of .json, the text of .txt, key and first image", async () => {
    const { records, error } = await readMembers(
      { name: "t/0.jpg", content: "image" },
      { name: "t/0.json", content: '{"url": "http://a.example/0", "width": 3}' },
      { name: "t/0.txt", content: "a dog\n" },
      { name: "t/1.txt", content: "ein Hund – 犬\r\n" },
      { name: "t/1.seg.PNG", content: "image" },
      { name: "t/1.webp", content: "image" },
      { name: "t/2.json", content: '\ufeff{"caption": "a cat"}' },
    );
    expect(error).toBeNull();
    expect(records).toEqual([
      { url: "http://a.example/0", width: 3, text: "a dog", key: "t/0", image: "t/0.jpg" },
      { text: "ein Hund – 犬", key: "t/1", image: "t/1.seg.PNG" },
      { caption: "a cat", key: "t/2" },
    ]);
  });

  it("keep the fields of .json as they are", async () => {
    const json = { text: "a dog", caption: "a cat", key: "k", image: 7 };
    const made = (txt: string) =>
      readMembers(
        { name: "0.json", content: JSON.stringify(json) },
        { name: "0.png" },
        { name: "0.txt", content: txt },
      );
    expect((await made("a dog\n")).records).toEqual([json]);
    expect((await made("a cat")).records).toEqual([json]);
    expect((await made("a cow")).records).toEqual([{ ...json, txt: "a cow" }]);
    const { records } = await readMembers({ name: "0.json", content: '{"__proto__": "x"}' });
    expect(Object.entries(records[0])).toEqual([
      ["__proto__", "x"],
      ["key", "0"],
    ]);
  });

  it("end at a key that differs, or a second text; a key that comes back begins another", async () => {
    const { records } = await readMembers(
      { name: "0.txt", content: "a" },
      { name: "1.txt", content: "b" },
      { name: "0.json", content: '{"n": 1}' },
      { name: "0.txt", content: "c" },
      { name: "0.txt", content: "d" },
    );
    expect(records).toEqual([
      { text: "a", key: "0" },
      { text: "b", key: "1" },
      { n: 1, text: "c", key: "0" },
      { text: "d", key: "0" },
    ]);
  });

  it("are those of the last part of a name up to its first dot", async () => {
    const { records } = await readMembers(
      { name: "./v1.2/0.txt", content: "a" },
      { name: "README", content: "no dot" },
      { name: "./v1.2/._0.txt", content: "what macOS adds" },
      { name: "v1.2/0.x.txt", content: "another kind of text" },
      { name: "v1.2/0.txt", content: "b" },
    );
    expect(records).toEqual([
      { text: "a", key: "./v1.2/0" },
      { text: "b", key: "v1.2/0" },
    ]);
  });

  it("trim one newline, and no other white space", async () => {
    const { records } = await readMembers({ name: "0.txt", content: " a \n\n" }, { name: "1.txt" });
    expect(records).toEqual([
      { text: " a \n", key: "0" },
      { text: "", key: "1" },
    ]);
  });

  it("are given in batches of at most 4,096, and before too much is held", async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ name: `${i}.txt`, content: `${i}` }));
    const { records } = await readMembers(...many);
    expect(records).toEqual(many.map(({ content }) => ({ text: content, key: content })));

    const large = Array.from({ length: 4 }, (_, i) => ({
      name: `${i}.txt`,
      content: "x".repeat(2 ** 23),
    }));
    const sizes: number[] = [];
    for await (const batch of readTar(sourceOf("a.tar", archive(...large)))) {
      sizes.push(batch.length);
    }
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it("are counted, and their images", async () => {
    const bytes = archive(
      { name: "0.jpg", content: "12345" },
      { name: "0.txt" },
      { name: "1.JPEG", content: "123" },
      { name: "1.mask.gif" },
      { name: "2.mp4", content: "no image" },
    );
    const told: TarTotals[] = [];
    await readAll(readTar(sourceOf("a.tar", bytes), (totals) => told.push(totals)));
    await readAll(readTar(sourceOf("a.tar", bytes.slice(0, 2100)), (totals) => told.push(totals)));
    expect(told).toEqual([
      { samples: 3, images: 3, imageBytes: 8 },
      { samples: 1, images: 2, imageBytes: 8 },
    ]);
  });

  it("do not hold images", async () => {
    const image = member({ name: "0.jpg", size: "00400000000\0" });
    const piece = new Uint8Array(2 ** 16);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const source = {
      ...sourceOf("a.tar", image),
      async *stream() {
        yield image;
        for (let i = 0; i < 2 ** 26; i += piece.length) {
          yield piece.slice();
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        }
        yield member({ name: "0.txt", content: "a" });
      },
    };
    expect((await readAll(readTar(source))).records).toEqual([
      { text: "a", key: "0", image: "0.jpg" },
    ]);
    expect(most).toBeLessThan(2 ** 25);
  });
});

describe("members of an archive", () => {
  it("that are no files are passed over, with what follows them", async () => {
    const { records, error } = await readMembers(
      { name: "t/", type: "5" },
      { name: "old.d/", type: "\0" },
      // Some programs tell the size of what a link leads to.
      { name: "0.txt", type: "1", size: "00000000010\0" },
      { name: "0.json", type: "2", size: "00000000010\0" },
      { name: "V.txt", type: "V", content: "x".repeat(600) },
      { name: "1.txt", type: "\0", content: "a" },
      { name: "2.txt", type: "7", content: "b" },
    );
    expect(error).toBeNull();
    expect(records).toEqual([
      { text: "a", key: "1" },
      { text: "b", key: "2" },
    ]);
  });

  it("have the names and sizes of their extended headers", async () => {
    const long = `${"long/".repeat(40)}é.txt`;
    const key = long.slice(0, -4);
    const padded = "a".padEnd(512, "\0");
    const { records, error } = await read(
      joined(
        member({ name: "@", type: "L", content: `${long}\0` }),
        member({ name: "cut.png", content: "a" }),
        member({ name: "x", type: "x", content: pax({ path: long, mtime: "1.5", size: "1" }) }),
        member({ name: "cut.png", size: "00000000000\0" }),
        encode(padded),
        member({ name: "K", type: "K", content: "the target of a link" }),
        member({ name: "1.txt", content: "b" }),
        member({ name: "g", type: "g", content: pax({ comment: "x", path: "all.txt" }) }),
        member({ name: "2.txt", content: "c" }),
        member({ name: "x", type: "x", content: pax({ path: "3.txt" }) }),
        member({ name: "3", content: "d" }),
        member({ name: "g", type: "g", content: pax({ path: "" }) }),
        member({ name: "4.txt", content: "e" }),
        endOfArchive,
      ),
    );
    expect(error).toBeNull();
    expect(records).toEqual([
      { text: "a", key },
      { text: "a", key },
      { text: "b", key: "1" },
      { text: "c", key: "all" },
      { text: "d", key: "3" },
      { text: "e", key: "4" },
    ]);
  });

  it("may tell their sizes in base 256, and names in Latin-1", async () => {
    const size = "\x80\0\0\0\0\0\0\0\0\0\x02\x01";
    const header = member({ name: "0.txt", size });
    header.set(latin1("caf\xe9.txt"));
    setChecksum(header);
    const { records } = await read(joined(header, encode("x".repeat(513)), new Uint8Array(511)));
    expect(records).toEqual([{ text: "x".repeat(513), key: "café" }]);
  });

  it("may have the sum of signed bytes as their checksum", async () => {
    const header = member({ name: "é.txt" });
    setChecksum(header, true);
    expect((await read(header)).records).toEqual([{ text: "", key: "é" }]);
  });

  it("need no end of the archive, and are not looked for after it", async () => {
    const one = member({ name: "0.txt", content: "a" });
    const expected = { records: [{ text: "a", key: "0" }], error: null };
    expect(await read(one)).toEqual(expected);
    expect(await read(joined(one, endOfArchive, encode("left over")))).toEqual(expected);
    expect(await read(new Uint8Array(0))).toEqual({ records: [], error: null });
  });
});

describe("samples that cannot be read", () => {
  it.each([
    ["unsafe-name", "/etc/0", { name: "/etc/0.txt", content: "a" }],
    ["unsafe-name", "../0", { name: "../0.txt", content: "a" }],
    ["unsafe-name", "a/../../0", { name: "a/../../0.json", content: "{}" }],
    ["unsafe-name", "a\\", { name: "a\\..\\0.txt", content: "a" }],
    ["unsafe-name", "C:\\0", { name: "C:\\0.txt", content: "a" }],
    ["no-text", "t/0", { name: "t/0.jpg", content: "image" }],
    ["not-json", "0", { name: "0.json", content: '{"text": ' }],
    ["not-object", "0", { name: "0.json", content: '["a"]' }],
    ["not-utf8", "0", { name: "0.json", content: latin1('{"text": "\xe9"}') }],
    ["not-utf8", "0", { name: "0.txt", content: latin1("caf\xe9") }],
    ["too-long", "0", { name: "0.txt", content: new Uint8Array(2 ** 24 + 1) }],
    ["too-long", "0", { name: "0.json", content: new Uint8Array(2 ** 24 + 1) }],
  ] as const)("are %s: %s", async (reason, key, made) => {
    const { records, error } = await readMembers(made, { name: "z.txt", content: "after" });
    expect(error).toBeNull();
    expect(records).toEqual([bad(reason, key), { text: "after", key: "z" }]);
  });

  it("do not hide behind another member that can", async () => {
    const { records } = await readMembers(
      { name: "0.json", content: "{" },
      { name: "0.txt", content: "a" },
      { name: "1.txt", content: "b" },
      { name: "1.json", content: "[]" },
    );
    expect(records).toEqual([bad("not-json", "0"), bad("not-object", "1")]);
  });

  it("begin with at most 200 characters of their keys", async () => {
    const path = `${"k".repeat(300)}.jpg`;
    const { records } = await readMembers(
      { name: "x", type: "x", content: pax({ path }) },
      { name: "0.jpg" },
    );
    expect(records).toEqual([bad("no-text", "k".repeat(200))]);
  });

  it("may have dots in their names that lead nowhere", async () => {
    const { records } = await readMembers({ name: "a..b/0..txt", content: "x" });
    expect(records).toEqual([bad("no-text", "a..b/0")]);
  });
});

describe("an archive that cannot be read on", () => {
  const first = { text: "a", key: "0" };
  const three = archive(
    { name: "0.txt", content: "a" },
    { name: "1.json", content: "{}" },
    { name: "1.jpg", content: "x".repeat(600) },
  );

  async function fault(bytes: Uint8Array) {
    const { records, error } = await read(bytes);
    expect(error).toBeInstanceOf(InputError);
    const message = (error as InputError).message;
    await expect(subset(bytes, () => true)).rejects.toThrow(message);
    return { records, message };
  }

  it("is cut short in a member: its sample is not given", async () => {
    for (const end of [2560, 2561, 3071, 3072, 3583]) {
      expect(await fault(three.slice(0, end))).toEqual({
        records: [first],
        message:
          "a.tar is cut short: its member 1.jpg that begins at byte 2,048 has no end. Get the whole file again.",
      });
    }
    expect((await fault(three.slice(0, 1537))).records).toEqual([first]);
  });

  it("is cut short in a header: the sample before is given", async () => {
    expect(await fault(three.slice(0, 2049))).toEqual({
      records: [first, { key: "1" }],
      message:
        "a.tar is cut short: the header that begins at byte 2,048 has no end. Get the whole file again.",
    });
    const long = member({ name: "L", type: "L", content: "0.txt" });
    expect((await fault(long)).message).toContain("the header that begins at byte 1,024 has no");
    expect((await fault(long.slice(0, 700))).message).toContain("the header that begins at byte 0");
  });

  it("has a header with a wrong checksum", async () => {
    for (const at of [2048, 2048 + 150, 2048 + 511]) {
      const broken = three.with(at, three[at] ^ 1);
      expect(await fault(broken)).toEqual({
        records: [first, { key: "1" }],
        message:
          "a.tar is damaged: at byte 2,048 a member should begin, but the checksum of its header is wrong. Get the file again.",
      });
    }
    const sizeless = archive({ name: "0.jpg" }, { name: "1.txt", size: "nonsense" });
    expect((await fault(sizeless)).records).toEqual([]);
  });

  it.each([
    "12 path=0.txt\n",
    "path=0.txt\n",
    "-1 path=0.txt\n",
    "3 path\n",
    "0 ",
    pax({ size: "1e3" }),
  ])("has a broken pax header: %j", async (content) => {
    const { message } = await fault(
      archive({ name: "x", type: "x", content }, { name: "0.txt", content: "a" }),
    );
    expect(message).toBe(
      "a.tar is damaged: at byte 0 a pax header begins that cannot be read. Get the file again.",
    );
  });

  it("has a name that does not end", async () => {
    const { message } = await fault(archive({ name: "L", type: "L", size: "77777777777\0" }));
    expect(message).toBe(
      "a.tar is damaged: at byte 0 a name of more than 16 MiB begins. Get the file again.",
    );
  });

  it("passes on what its source throws, after the samples before", async () => {
    const source = {
      ...sourceOf("a.tar", three),
      async *stream() {
        yield three.slice(0, 2048);
        throw new Error("gone");
      },
    };
    const { records, error } = await readAll(readTar(source));
    expect(records).toEqual([first, { key: "1" }]);
    expect(error).toEqual(new Error("gone"));
  });

  it("ends its source when nothing more is wanted", async () => {
    let isEnded = false;
    const source = {
      ...sourceOf("a.tar", three),
      async *stream() {
        try {
          for (let i = 0; ; i++) yield member({ name: `${i}.txt` });
        } finally {
          isEnded = true;
        }
      },
    };
    for await (const _ of readTar(source)) break;
    expect(isEnded).toBe(true);
  });
});

describe("telling a tar archive", () => {
  it("looks at its mark and its first checksum", () => {
    const made = archive({ name: "0.txt" });
    expect(isTar(made)).toBe(true);
    expect(isTar(made.with(0, 0x31))).toBe(true);
    const old = made.slice(0, 512).fill(0, 257, 265);
    expect(isTar(old)).toBe(false);
    setChecksum(old);
    expect(isTar(old)).toBe(true);
    expect(isTar(made.slice(0, 511))).toBe(false);
    expect(isTar(new Uint8Array(1024))).toBe(false);
    expect(isTar(encode('{"text": "a dog"}\n'.repeat(100)))).toBe(false);
  });
});

describe("subsets and pieces of any archive", () => {
  const anyMember: fc.Arbitrary<MadeMember> = fc.record({
    name: fc
      .tuple(
        fc.constantFrom("0", "1", "a/0", "../0"),
        fc.constantFrom(".txt", ".json", ".jpg", ".x.png", "", "/"),
      )
      .map((parts) => parts.join("")),
    content: fc.oneof(
      fc.constantFrom("{}", '{"text":"a"}', "a\n"),
      fc.uint8Array({ maxLength: 1200 }),
    ),
    type: fc.constantFrom("0", "0", "0", "\0", "V"),
  });
  const anyPart = fc.oneof(
    { weight: 5, arbitrary: anyMember.map(member) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anyMember, fc.constantFrom("x", "g"))
        .map(([made, type]) => member({ name: "x", type, content: pax({ path: made.name }) })),
    },
    {
      weight: 1,
      arbitrary: anyMember.map(({ name }) =>
        member({ name: "L", type: "L", content: `${name}\0` }),
      ),
    },
  );
  const lengths = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 5 });
  const pieces = lengths.map((all) => [...all, 1]);

  it("pieces never change a result", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart, { maxLength: 8 }),
        pieces,
        fc.nat(9000),
        fc.nat(600),
        async (parts, sizes, end, flip) => {
          const whole = joined(...parts, endOfArchive);
          const damaged = whole.with(flip % whole.length, whole[flip % whole.length] ^ 1);
          for (const bytes of [whole, whole.slice(0, end), damaged]) {
            expect(await read(bytes, sizes)).toEqual(await read(bytes, [bytes.length + 1]));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("a subset holds the samples that are kept, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart, { maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        pieces,
        async (parts, kept, sizes) => {
          const whole = joined(...parts, endOfArchive);
          const all = await read(whole);
          if (all.error !== null) return;
          // Samples with the same key that come to follow each other become one.
          const keys = all.records.map((_, i) => i).filter((i) => kept[i]);
          const part = await subset(whole, (record) => kept[record], sizes);
          const { records } = await read(part);
          if (records.length === keys.length) {
            expect(records).toEqual(keys.map((i) => all.records[i]));
          } else expect(records.length).toBeLessThan(keys.length);
          expect(part.length % 512).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a subset is made of the bytes of its members, their extended headers and global ones", async () => {
    const parts = [
      member({ name: "t/", type: "5" }),
      member({ name: "g", type: "g", content: pax({ comment: "c" }) }),
      member({ name: "0.txt", content: "a" }),
      member({ name: "x", type: "x", content: pax({ path: "1.txt" }) }),
      member({ name: "cut", content: "b".repeat(700) }),
      member({ name: "@", type: "L", content: "1.jpg\0" }),
      member({ name: "cut", content: "image" }),
      member({ name: "README", content: "r" }),
      member({ name: "2.txt", content: "c" }),
    ];
    const whole = joined(...parts, endOfArchive, endOfArchive);
    const kept = (...at: number[]) => joined(...at.map((i) => parts[i]), endOfArchive);
    expect(await subset(whole, (i) => i === 1)).toEqual(kept(1, 3, 4, 5, 6));
    expect(await subset(whole, (i) => i !== 1)).toEqual(kept(1, 2, 8));
    expect(await subset(whole, () => false)).toEqual(kept(1));
  });
});

function answers(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const isGnuTar =
  answers("tar", "--version") &&
  execFileSync("tar", ["--version"], { encoding: "utf8" }).includes("GNU");
const python = "/usr/bin/python3";

/** Samples with short and long names, in Latin and not; names of 100 and of 255 bytes are limits. */
const KEYS = [
  "0",
  `${"d".repeat(95)}`,
  `${"d".repeat(96)}`,
  `${"d".repeat(97)}`,
  `${"p".repeat(60)}/${"n".repeat(60)}`,
  `${"p".repeat(150)}/${"n".repeat(90)}`,
  "日本/é",
];
/** Those that ustar has room for, which neither shortens names nor has other headers for them. */
const USTAR_KEYS = KEYS.filter((key) => key.length < 96 || key.includes("/"));
const DEEP_KEY = `${`${"f".repeat(90)}/`.repeat(4)}${"n".repeat(120)}`;
const samplesOf = (keys: readonly string[]) =>
  keys.map((key, i) => ({
    key,
    txt: `caption ${i} – 犬\n`,
    json: JSON.stringify({ i, url: `http://a.example/${i}` }),
    jpg: "\0".repeat(i * 300),
  }));
const recordsOf = (keys: readonly string[]) =>
  keys.map((key, i) => ({
    i,
    url: `http://a.example/${i}`,
    text: `caption ${i} – 犬`,
    key,
    image: `${key}.jpg`,
  }));

describe("archives of other programs", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tar-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function writeSamples(keys: readonly string[]): string[] {
    return samplesOf(keys).flatMap(({ key, ...contents }) => {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      return Object.entries(contents).map(([extension, content]) => {
        const name = `${key}.${extension}`;
        writeFileSync(join(folder, name), content);
        return name;
      });
    });
  }

  describe.skipIf(!isGnuTar)("GNU tar", () => {
    it.each([
      ["v7", ["0", KEYS[1]]],
      ["ustar", USTAR_KEYS],
      ["oldgnu", [...KEYS, DEEP_KEY]],
      ["gnu", [...KEYS, DEEP_KEY]],
      ["posix", [...KEYS, DEEP_KEY]],
    ])("in the format %s", async (format, keys) => {
      const names = writeSamples(keys);
      const path = join(folder, `${format}.tar`);
      execFileSync("tar", ["-C", folder, `--format=${format}`, "-cf", path, "--", ...names]);
      const bytes = new Uint8Array(readFileSync(path));
      expect(isTar(bytes)).toBe(true);
      expect(await read(bytes)).toEqual({ records: recordsOf(keys), error: null });

      const part = join(folder, `${format}-part.tar`);
      writeFileSync(part, await subset(bytes, (record) => record % 2 === 1));
      const listed = execFileSync("tar", ["--quoting-style=literal", "-tf", part], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      });
      const kept = keys.filter((_, i) => i % 2 === 1);
      expect(listed.trim().split("\n")).toEqual(
        names.filter((name) => kept.some((key) => name.startsWith(`${key}.`))),
      );
      execFileSync("tar", ["-C", folder, "-df", part]);
    });
  });

  describe.skipIf(!answers(python, "-c", "import tarfile"))("Python", () => {
    const script = `
import io, json, sys, tarfile
form, path, samples = sys.argv[1], sys.argv[2], json.load(sys.stdin)
headers = {"comment": "all"} if form == "PAX_FORMAT" else None
with tarfile.open(path, "w", format=getattr(tarfile, form), pax_headers=headers) as tar:
    for sample in samples:
        for ext in ["txt", "json", "jpg"]:
            content = sample[ext].encode()
            info = tarfile.TarInfo(sample["key"] + "." + ext)
            info.size = len(content)
            info.mtime = 1.5 if form == "PAX_FORMAT" else 1
            if form == "GNU_FORMAT": info.uid = 2 ** 40
            tar.addfile(info, io.BytesIO(content))
`;
    it.each([
      ["USTAR_FORMAT", USTAR_KEYS],
      ["GNU_FORMAT", [...KEYS, DEEP_KEY]],
      ["PAX_FORMAT", [...KEYS, DEEP_KEY]],
    ])("in the format %s", async (format, keys) => {
      const path = join(folder, `${format}.tar`);
      const input = JSON.stringify(samplesOf(keys));
      execFileSync(python, ["-c", script, format, path], { input });
      const bytes = new Uint8Array(readFileSync(path));
      expect(isTar(bytes)).toBe(true);
      expect(await read(bytes)).toEqual({ records: recordsOf(keys), error: null });

      const part = join(folder, `${format}-part.tar`);
      writeFileSync(part, await subset(bytes, (record) => record >= 3));
      const listing = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as tar:
    print(json.dumps([[m.name, tar.extractfile(m).read().decode()] for m in tar]))
`;
      const listed = JSON.parse(execFileSync(python, ["-c", listing, part], { encoding: "utf8" }));
      expect(listed).toEqual(
        samplesOf(keys)
          .slice(3)
          .flatMap(({ key, ...contents }) =>
            Object.entries(contents).map(([extension, content]) => [
              `${key}.${extension}`,
              content,
            ]),
          ),
      );
    });
  });
});
