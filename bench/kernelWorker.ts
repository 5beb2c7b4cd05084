/** Our WASM kernel in a worker of a page; it answers the messages of peers/pyahocorasick_match.py. */
import { addEntryCounts, packText } from "../src/core/index.ts";
import type { PackedText } from "../src/core/text/packedText.ts";
import { indexMetadata } from "../src/kernel/indexMetadata.ts";
import { createWasmKernel, type WasmKernel } from "../src/kernel/wasmKernel.ts";

interface Message {
  readonly entries?: readonly string[];
  readonly captions?: readonly string[];
}

let kernel: WasmKernel;
let entryCount = 0;
let packed: PackedText;

addEventListener("message", async ({ data }: MessageEvent<Message>) => {
  postMessage(await answer(data));
});

async function answer({ entries, captions }: Message): Promise<object> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  if (entries !== undefined) {
    kernel = createWasmKernel(indexMetadata(entries, 1).placed);
    entryCount = entries.length;
    return { seconds: seconds() };
  }
  if (captions !== undefined) {
    packed = packText(captions);
    return {};
  }
  const counts = new Uint32Array(entryCount);
  addEntryCounts(counts, kernel.match(packed).entryIds);
  return {
    seconds: seconds(),
    matches: counts.reduce((sum, n) => sum + n, 0),
    hash: hex(new Uint8Array(await crypto.subtle.digest("SHA-256", counts))),
  };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
