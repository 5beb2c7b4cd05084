import { readFileSync } from "node:fs";
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

/**
 * The frame of thumbnails has a policy of its own. Its images come without cookies, so they need not
 * say that an isolated page may have them.
 */
const thumbnailFrame: Plugin = {
  name: "headtail:thumbnail-frame",
  configureServer: ({ middlewares }) => {
    middlewares.use("/thumbnails.html", sendFrame("public"));
  },
  configurePreviewServer: ({ middlewares }) => {
    middlewares.use("/thumbnails.html", sendFrame("dist"));
  },
};

function sendFrame(folder: string): Connect.SimpleHandleFunction {
  return (_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.setHeader("Cross-Origin-Embedder-Policy", "credentialless");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.end(readFileSync(new URL(`${folder}/thumbnails.html`, import.meta.url)));
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), contentSecurityPolicy, thumbnailFrame],
  define: { __HEADTAIL_VERSION__: JSON.stringify(manifest.version) },
  server: { headers: isolation, host: "localhost" },
  preview: {
    headers: { ...isolation, "Content-Security-Policy": policy },
    host: "localhost",
  },
  worker: { format: "es" },
  build: { target: "es2023", chunkSizeWarningLimit: 1100 },
  optimizeDeps: { exclude: ["@duckdb/duckdb-wasm"] },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
