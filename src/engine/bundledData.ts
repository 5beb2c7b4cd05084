import type { NamedBlob } from "./slice.ts";
import type { EntrySource } from "./types.ts";

/** What comes with Headtail. */
export interface BundledData {
  defaultMetadata(signal: AbortSignal): Promise<NamedBlob>;
  demoPool(signal: AbortSignal): Promise<NamedBlob>;
  /** Where the entries of the default metadata come from. */
  readonly sources: readonly EntrySource[];
}

/** Kept once read, so that the way back to it needs no network. */
let metadata: NamedBlob | null = null;

/** Files that stand beside the page. */
export const bundledData: BundledData = {
  defaultMetadata: async (signal) => {
    metadata ??= await fetchFile("data/metadata.json", "WordNet 3.1 and numbers", signal);
    return metadata;
  },
  demoPool: (signal) => fetchFile("data/demo.jsonl", "demo.jsonl", signal),
  sources: [
    { name: "number 0–99", first: 0 },
    { name: "WordNet", first: 100 },
  ],
};

async function fetchFile(path: string, name: string, signal: AbortSignal): Promise<NamedBlob> {
  const failed = (why: string) =>
    new Error(`${path}, which comes with Headtail, could not be loaded (${why}). Reload the page.`);
  try {
    const response = await fetch(new URL(path, document.baseURI), { signal });
    if (!response.ok) throw failed(`${response.status} ${response.statusText}`);
    return { name, blob: await response.blob() };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof TypeError ? failed(error.message) : error;
  }
}
