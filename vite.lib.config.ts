import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import manifest from "./package.json" with { type: "json" };

const CHART = "chart";

/** Puts the rules of the chart into its script: it stands in a shadow root, which takes no others. */
const styles: Plugin = {
  name: "headtail:styles",
  enforce: "post",
  generateBundle(_, bundle) {
    const sheet = Object.values(bundle).find(({ fileName }) => fileName.endsWith(".css"));
    const script = bundle[`${CHART}.js`];
    if (sheet?.type !== "asset" || script?.type !== "chunk") {
      throw new Error("The library has no chart, or the chart no styles.");
    }
    script.code = script.code.replace('"__HEADTAIL_STYLES__"', () => JSON.stringify(sheet.source));
    delete bundle[sheet.fileName];
  },
};

/** The library: the core, and the chart as a component for React. */
export default defineConfig({
  plugins: [react(), styles],
  define: {
    __HEADTAIL_VERSION__: JSON.stringify(manifest.version),
    "process.env.NODE_ENV": JSON.stringify("production"),
  },
  build: {
    outDir: "dist-lib",
    copyPublicDir: false,
    target: "es2023",
    lib: {
      entry: { index: "src/core/index.ts", [CHART]: "src/embed/BalanceChart.tsx" },
      formats: ["es"],
    },
    rolldownOptions: { external: [/^react(?:-dom)?(?:\/|$)/] },
  },
});
