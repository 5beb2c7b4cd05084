import { offlineOr } from "../linked/fetchFiles.ts";
import type { FetchFrame } from "../linked/fetchFrame.ts";

export const HUGGING_FACE = "https://huggingface.co";

/** A part of a data set, in Parquet files. */
export interface Split {
  /** Null for a file that is no part of a data set. */
  readonly config: string | null;
  readonly split: string;
  /** Addresses, in order. */
  readonly files: readonly string[];
}

/**
 * Asks Hugging Face which Parquet files there are of a data set.
 *
 * @param name owner/name
 * @param base where Hugging Face answers
 * @throws Error with a sentence that says what to do; an AbortError when cancelled
 */
export async function splitsOf(
  { fetch }: FetchFrame,
  name: string,
  signal: AbortSignal,
  base = HUGGING_FACE,
): Promise<Split[]> {
  const { host } = new URL(base);
  let response: Response;
  let listing: unknown;
  try {
    response = await fetch(`${base}/api/datasets/${name}/parquet`, { signal });
    listing = response.ok ? await response.json() : null;
  } catch (error) {
    signal.throwIfAborted();
    const sentence = offlineOr(
      `${host} does not answer, or not as expected. Try again, or download the data set's files and open them here.`,
    );
    throw new Error(sentence, { cause: error });
  }
  if (!response.ok) {
    throw new Error(refusal(name, host, response.status, response.headers.get("X-Error-Code")));
  }
  const splits = parseListing(listing);
  if (splits.length === 0) throw new Error(noParquet(name));
  return splits;
}

/** What a listing {config: {split: [address]}} says; anything else in it is passed over. */
function parseListing(listing: unknown): Split[] {
  return entriesOf(listing).flatMap(([config, splits]) =>
    entriesOf(splits).flatMap(([split, addresses]) => {
      const files = Array.isArray(addresses)
        ? addresses.filter((address): address is string => URL.canParse(String(address)))
        : [];
      return files.length > 0 ? [{ config, split, files }] : [];
    }),
  );
}

/** The split to begin with: what one trains on. */
export function firstSplit(splits: readonly Split[]): number {
  return Math.max(
    0,
    splits.findIndex(({ split }) => split === "train"),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function refusal(name: string, host: string, status: number, code: string | null): string {
  if (code === "GatedRepo" || status === 403) return `“${name}” is gated: ${byYourself(name)}`;
  if (status === 401 || code === "RepoNotFound") {
    return `${host} shows no data set “${name}”: there is none of that name, or it is private. Check the name. If it is yours, ${byYourself(name)}`;
  }
  if (status === 404 && code !== null) return noParquet(name);
  if (status === 404) {
    return `${host} has no data set “${name}”, or no Parquet files of it. Check the name, as it stands at the top of the data set's page: owner/name.`;
  }
  if (status === 429) {
    return `${host} answers no more questions for now: it was asked too often from your network. Try again in some minutes.`;
  }
  return `${host} answers “${status}” when it is asked for “${name}”. Try again later.`;
}

function byYourself(name: string): string {
  return `log in at ${HUGGING_FACE}/datasets/${name}, download its files and open them here. Headtail sends no login.`;
}

function noParquet(name: string): string {
  return `Hugging Face has no Parquet files of “${name}” yet. It makes them for most data sets within a day. Else download the files as they are and open them here, or give the address of one of them.`;
}
