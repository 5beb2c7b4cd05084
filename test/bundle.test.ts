import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const dist = new URL("../dist/", import.meta.url);
/** Bytes, compressed, of all scripts that the page fetches before DuckDB. */
const LIMIT = 250_000;

/** A script and those it imports at once, by their paths in the build. */
function scriptsFrom(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const url = new URL(path, dist);
  const code = readFileSync(url, "utf8");
  found.set(path, code);
  for (const [, imported] of code.matchAll(/\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g)) {
    scriptsFrom(new URL(imported, url).href.slice(dist.href.length), found);
  }
  return found;
}

describe("the build", () => {
  it("has no more script than its limit before DuckDB is fetched", () => {
    const page = readFileSync(new URL("index.html", dist), "utf8");
    const [, entry] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(page) as string[];
    const scripts = scriptsFrom(entry);
    expect([...scripts.keys()].filter((path) => /Database|KeptByMatches/.test(path))).toEqual([]);
    const bytes = [...scripts.values()].map((code) => gzipSync(code).length);
    const sum = bytes.reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(LIMIT / 2);
    expect(sum).toBeLessThanOrEqual(LIMIT);
  });
});
