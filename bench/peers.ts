import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import AhoCorasick from "modern-ahocorasick";
import modernAhoCorasick from "modern-ahocorasick/package.json" with { type: "json" };
import {
  addEntryCounts,
  buildIndex,
  createMatcher,
  createMetadata,
  type Matcher,
  matchByRule,
  type PackedText,
  packText,
  spaceCaption,
} from "../src/core/index.ts";
import { indexMetadata } from "../src/kernel/indexMetadata.ts";
import { createWasmKernel } from "../src/kernel/wasmKernel.ts";
import { PYTHON, peerPath, startPeer } from "./peerProcess.ts";

/** One run over all captions: matched and counted. */
export interface MatchRun {
  readonly seconds: number;
  readonly matches: number;
  /** SHA-256 of the entry counts: equal exactly when every count is. */
  readonly hash: string;
}

/** A way to match that has its metadata. */
export interface Contender {
  readonly version: string;
  /** Seconds it took to make the metadata ready for matching. */
  readonly buildSeconds: number;
  /** Takes the captions to match, as strings or bytes; not on the clock. */
  take(captions: readonly string[]): Promise<void>;
  match(): Promise<MatchRun>;
  close(): void;
}

export type BuildContender = (entries: readonly string[]) => Promise<Contender>;

/** Our matcher in TypeScript: captions as packed bytes, as they come from a file. */
export const buildTypescript: BuildContender = (entries) =>
  buildOurs(entries, () => createMatcher(buildIndex(createMetadata(entries).entries)));

/** Our matcher in WASM. */
export const buildWasm: BuildContender = (entries) =>
  buildOurs(entries, () => createWasmKernel(indexMetadata(entries, 1).placed));

async function buildOurs(entries: readonly string[], build: () => Matcher): Promise<Contender> {
  const start = performance.now();
  const matcher = build();
  const buildSeconds = (performance.now() - start) / 1000;
  let captions: PackedText;
  return {
    version: "Headtail",
    buildSeconds,
    async take(texts) {
      captions = packText(texts);
    },
    match: async () =>
      timed(entries.length, (counts) => addEntryCounts(counts, matcher.match(captions).entryIds)),
    close() {},
  };
}

/** The published rule as it is stated: every entry is looked for in every caption. */
export const buildByRule: BuildContender = async (entries) => {
  let captions: readonly string[];
  return {
    version: "published rule, written naively in TypeScript",
    buildSeconds: 0,
    async take(texts) {
      captions = texts;
    },
    match: async () =>
      timed(entries.length, (counts) => {
        for (const caption of captions) {
          for (const id of matchByRule(caption, entries)) counts[id]++;
        }
      }),
    close() {},
  };
};

/** modern-ahocorasick with its compact backend, which is the faster of its two here. */
export const buildModernAhoCorasick: BuildContender = async (entries) => {
  const start = performance.now();
  const automaton = new AhoCorasick(entries.map((entry) => ` ${entry} `));
  const buildSeconds = (performance.now() - start) / 1000;
  let captions: readonly string[];
  return {
    version: `modern-ahocorasick ${modernAhoCorasick.version}`,
    buildSeconds,
    async take(texts) {
      captions = texts;
    },
    match: async () =>
      timed(entries.length, (counts) => {
        const lastCaption = new Int32Array(entries.length).fill(-1);
        for (let i = 0; i < captions.length; i++) {
          for (const { patternIndex } of automaton.iterate(spaceCaption(captions[i]))) {
            if (lastCaption[patternIndex] === i) continue;
            lastCaption[patternIndex] = i;
            counts[patternIndex]++;
          }
        }
      }),
    close() {},
  };
};

export function hasPyahocorasick(): boolean {
  return spawnSync(PYTHON, ["-c", "import ahocorasick"]).status === 0;
}

/** pyahocorasick in a Python of its own, which keeps its own time. */
export const buildPyahocorasick: BuildContender = (entries) =>
  buildProcess(entries, PYTHON, [peerPath("pyahocorasick_match.py")]);

/** daachorse, compiled for this processor; see {@link canBuildDaachorse}. */
export const buildDaachorse: BuildContender = (entries) =>
  buildProcess(entries, peerPath("daachorse/target/release/daachorse-match"), []);

/** Compiles the daachorse peer, or says in one line why it is left out. */
export function canBuildDaachorse(): boolean {
  const { status, error, stderr } = spawnSync("cargo", ["build", "--release", "--quiet"], {
    cwd: peerPath("daachorse"),
    env: { ...process.env, RUSTFLAGS: "-C target-cpu=native" },
    encoding: "utf8",
  });
  if (status === 0) return true;
  const reason = error ? "there is no cargo on the PATH" : stderr.trim().split("\n")[0];
  console.log(`Going on without daachorse: it could not be built (${reason}).`);
  return false;
}

async function buildProcess(
  entries: readonly string[],
  program: string,
  args: readonly string[],
): Promise<Contender> {
  const { ask, close } = startPeer(program, args);
  const { version, seconds } = await ask<{ version: string; seconds: number }>({ entries });
  return {
    version,
    buildSeconds: seconds,
    take: (captions) => ask({ captions }),
    match: () => ask({}),
    close,
  };
}

function timed(entries: number, count: (counts: Uint32Array) => void): MatchRun {
  const start = performance.now();
  const counts = new Uint32Array(entries);
  count(counts);
  const seconds = (performance.now() - start) / 1000;
  return {
    seconds,
    matches: counts.reduce((sum, n) => sum + n, 0),
    hash: hashOf(counts),
  };
}

/** As the peers hash their entry counts. */
export function hashOf(counts: Uint32Array): string {
  return createHash("sha256").update(counts).digest("hex");
}
