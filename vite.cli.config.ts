import { chmod } from "node:fs/promises";
import { defineConfig, type Plugin } from "vite";
import manifest from "./package.json" with { type: "json" };

const OUTPUT = "dist-cli";
const PROGRAM = "headtail.js";

const executable: Plugin = {
  name: "headtail:executable",
  writeBundle: () => chmod(`${OUTPUT}/${PROGRAM}`, 0o755),
};

/** The command line for Node, with all it needs: what few files need stands beside it. */
export default defineConfig({
  plugins: [executable],
  ssr: { noExternal: true },
  define: { __HEADTAIL_VERSION__: JSON.stringify(manifest.version) },
  build: {
    ssr: "src/cli/main.ts",
    outDir: OUTPUT,
    target: "node20",
    copyPublicDir: false,
    rollupOptions: { output: { entryFileNames: PROGRAM } },
  },
});
