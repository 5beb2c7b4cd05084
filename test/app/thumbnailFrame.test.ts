import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = readFileSync(new URL("../../public/thumbnails.html", import.meta.url), "utf8");
const [, policy] = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page) as string[];

function hashOf(tag: string): string {
  const [, content] = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page) as string[];
  return createHash("sha256").update(content).digest("base64");
}

describe("the policy of the frame of thumbnails", () => {
  it("lets in images by https, its own script and its own style, and nothing else", () => {
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "img-src https:",
      `style-src 'sha256-${hashOf("style")}'`,
      `script-src 'sha256-${hashOf("script")}'`,
    ]);
  });
});
