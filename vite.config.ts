import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { version } from "./package.json" with { type: "json" };

/** With these two headers the page is cross-origin isolated and its workers share one metadata index. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [react()],
  define: { __HEADTAIL_VERSION__: JSON.stringify(version) },
  server: { headers, host: "localhost" },
  preview: { headers, host: "localhost" },
  worker: { format: "es" },
  build: { target: "es2023", chunkSizeWarningLimit: 900 },
  optimizeDeps: { exclude: ["@duckdb/duckdb-wasm"] },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
