import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Connect, Plugin } from "vite";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };

/** With these two headers the page is cross-origin isolated and its workers share one metadata index. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The built page may reach its own origin only: the browser itself keeps the data in the tab. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  // The decoder of Zstandard has its WASM in its own script, as data.
  "connect-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
].join("; ");

const contentSecurityPolicy: Plugin = {
  name: "headtail:content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
};

const SERVICE_WORKER = "sw.js";

/** Tells the service worker which files the build is made of. */
const offline: Plugin = {
  name: "headtail:offline",
  apply: "build",
  enforce: "post",
  generateBundle(_, bundle) {
    const worker = bundle[SERVICE_WORKER];
    if (worker?.type !== "chunk") throw new Error("The build has no service worker.");
    const built = Object.keys(bundle).filter((name) => name !== SERVICE_WORKER);
    const copied = readdirSync("public", { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replace(/^public\//, ""));
    const hash = createHash("sha256");
    for (const name of built) {
      const file = bundle[name];
      hash.update(file.type === "chunk" ? file.code : file.source);
    }
    for (const name of copied) hash.update(readFileSync(`public/${name}`));
    const files = ["./", ...built.filter((name) => name !== "index.html"), ...copied];
    worker.code = worker.code
      .replace("__BUILD__", hash.digest("hex").slice(0, 16))
      .replace("__FILES__", files.join(","));
  },
};

/** Pages in frames, each with a policy of its own in its text. */
const FRAMES = ["thumbnails.html", "fetch.html"];

/** What frames get comes without cookies, so it need not say that an isolated page may have it. */
const frames: Plugin = {
  name: "headtail:frames",
  configureServer: ({ middlewares }) => sendFrames(middlewares, "public"),
  configurePreviewServer: ({ middlewares }) => sendFrames(middlewares, "dist"),
};

function sendFrames(middlewares: Connect.Server, folder: string): void {
  for (const name of FRAMES) {
    middlewares.use(`/${name}`, (_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Cross-Origin-Embedder-Policy", "credentialless");
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      response.end(readFileSync(new URL(`${folder}/${name}`, import.meta.url)));
    });
  }
}

export default defineConfig({
  base: "./",
  plugins: [react(), contentSecurityPolicy, frames, offline],
  define: { __HEADTAIL_VERSION__: JSON.stringify(manifest.version) },
  server: { headers: isolation, host: "localhost" },
  preview: {
    headers: { ...isolation, "Content-Security-Policy": policy },
    host: "localhost",
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1100,
    rolldownOptions: {
      input: { index: "index.html", sw: "src/offline/serviceWorker.ts" },
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? SERVICE_WORKER : "assets/[name]-[hash].js"),
      },
    },
  },
  optimizeDeps: { exclude: ["@duckdb/duckdb-wasm"] },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
