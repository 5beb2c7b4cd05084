/** What somebody wants from the web. */
export type Asked =
  | { readonly kind: "file"; readonly url: URL; readonly isTable: boolean }
  | { readonly kind: "dataset"; readonly name: string };

const DATASET = /^(?:datasets\/)?([\w-]+\/[\w.-]+)$/;
const DATASET_PATH =
  /^\/datasets\/([\w-]+(?:\/[\w.-]+)?)(?:\/(?:viewer|tree|discussions)\b.*)?\/?$/;
const FILE_PATH = /^(\/datasets\/[\w-]+\/[\w.-]+)\/blob\//;
const HUGGING_FACE_HOSTS = ["huggingface.co", "www.huggingface.co", "hf.co"];

/**
 * Tells what is typed: the address of a file, or a Hugging Face data set by its name or the address
 * of its page.
 *
 * @returns null for what is neither
 */
export function askedFor(typed: string): Asked | null {
  const text = typed.trim();
  const [, dataset] = DATASET.exec(text) ?? [];
  if (dataset !== undefined) return { kind: "dataset", name: dataset };
  // Without a scheme, as people write addresses: a host has a dot.
  const address = /^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(text) ? `https://${text}` : text;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (HUGGING_FACE_HOSTS.includes(url.host)) {
    const [, name] = DATASET_PATH.exec(url.pathname) ?? [];
    if (name !== undefined) return { kind: "dataset", name };
    // The page about a file, not the file.
    url.pathname = url.pathname.replace(FILE_PATH, "$1/resolve/");
  }
  return { kind: "file", url, isTable: /\.(parquet|pq)$/i.test(url.pathname) };
}
