import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { demoPool, toJsonLines } from "./data/demoPool.ts";
import { wordNetMetadata } from "./data/metadata.ts";
import { createVocabulary } from "./data/vocabulary.ts";
import { readWordNet, wordNetFolder } from "./data/wordnet.ts";

const OUTPUT = fileURLToPath(new URL("../public/data/", import.meta.url));
const SOURCES = fileURLToPath(new URL("./data/", import.meta.url));
const FILES = ["metadata.json", "wordnet-licence.txt", "demo.jsonl"];
const DEMO_CAPTIONS = 40_000;
const DEMO_SEED = 2309_16671;

const wordNetFiles = wordNetFolder();
if (isUpToDate())
  console.log(`${FILES.map((name) => `public/data/${name}`).join(", ")}: up to date`);
else makeData();

function isUpToDate(): boolean {
  const sources = [
    fileURLToPath(import.meta.url),
    ...filesIn(SOURCES),
    ...filesIn(wordNetFiles),
    fileURLToPath(new URL("../package-lock.json", import.meta.url)),
  ];
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  return FILES.every((name) => {
    const made = statSync(join(OUTPUT, name), { throwIfNoEntry: false });
    return made !== undefined && made.mtimeMs > newest;
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
}

function makeData(): void {
  mkdirSync(OUTPUT, { recursive: true });
  const wordNet = readWordNet(wordNetFiles);
  const metadata = wordNetMetadata(wordNet);
  write("metadata.json", `${JSON.stringify(metadata)}\n`, `${metadata.length} entries`);
  write("wordnet-licence.txt", wordNet.licence, `${wordNet.licence.split("\n").length - 1} lines`);
  const pool = demoPool(createVocabulary(wordNet), DEMO_CAPTIONS, DEMO_SEED);
  write("demo.jsonl", toJsonLines(pool), `${pool.length} captions`);
}

/** Writes a file whole or not at all. */
function write(name: string, text: string, count: string): void {
  const path = join(OUTPUT, name);
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
  console.log(`public/data/${name}: ${count}, ${statSync(path).size} bytes`);
}
