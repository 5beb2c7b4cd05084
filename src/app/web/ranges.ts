import { nameOf, offlineOr, unreachableSentence } from "../linked/fetchFiles.ts";
import type { FetchFrame } from "../linked/fetchFrame.ts";

/** A file on a server that sends parts of it. */
export interface WebFile {
  readonly address: string;
  /** Where the server sends requests on to, which it does for a while; the address itself for nowhere. */
  readonly direct: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** A server's answer that is not what was asked for. */
class Refused extends Error {}

/** A server sends a file as a whole only, or does not tell how large it is. */
export class NoRanges extends Refused {}

/** Bytes of the first question, which tells the size. */
const FIRST_BYTES = 4;
/** Milliseconds until a request that failed is made once more. */
const BEFORE_RETRY = 1000;

/**
 * Asks a server for the first bytes of a file.
 *
 * @throws NoRanges; Error with a sentence that names the address; an AbortError when cancelled
 */
export async function findFile(
  { fetch }: FetchFrame,
  address: string,
  signal: AbortSignal,
): Promise<WebFile> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const name = nameOf(new URL(address));
  try {
    const response = await fetch(address, rangeOptions(0, FIRST_BYTES, either));
    if (response.status === 200) throw new NoRanges(wholeOnly(address));
    if (response.status !== 206) throw new Refused(refusal(address, response));
    const size = sizeIn(response) ?? (await sizeByHead(fetch, address, either));
    if (size === null) throw new NoRanges(wholeOnly(address));
    return { address, direct: response.url || address, name, size };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused) throw error;
    throw new Error(unreachableSentence(address), { cause: error });
  } finally {
    stop.abort();
  }
}

/**
 * Reads bytes [start, end) of a file, each time in a request of its own, which is made once more when
 * it fails.
 *
 * @param onBytes gets how many came
 */
export function rangeReader(
  { fetch }: FetchFrame,
  { address, direct, size }: WebFile,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): (start: number, end: number) => Promise<ArrayBuffer> {
  let from = direct;

  async function attempt(start: number, end: number): Promise<ArrayBuffer> {
    const response = await fetch(from, rangeOptions(start, end, signal));
    if (response.status === 200) throw new NoRanges(wholeOnly(address));
    if (response.status !== 206) throw new Refused(refusal(address, response));
    const bytes = await response.arrayBuffer();
    const total = sizeIn(response);
    if (bytes.byteLength !== end - start || (total !== null && total !== size)) {
      throw new Refused(`${address} was changed while it was fetched. Begin again.`);
    }
    onBytes(bytes.byteLength);
    return bytes;
  }

  return async (start, end) => {
    try {
      return await attempt(start, end);
    } catch {
      signal.throwIfAborted();
      from = address;
    }
    await new Promise((resolve) => setTimeout(resolve, BEFORE_RETRY));
    signal.throwIfAborted();
    try {
      return await attempt(start, end);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused) throw error;
      throw new Error(offlineOr(`${address} broke off, twice. Try again.`), { cause: error });
    }
  };
}

function rangeOptions(start: number, end: number, signal: AbortSignal): RequestInit {
  // Requests for parts of one file wait for each other in the browser's cache.
  return { headers: { Range: `bytes=${start}-${end - 1}` }, cache: "no-store", signal };
}

/** Of “bytes 0-3/1234”; null where the server tells none, or does not let the page see it. */
function sizeIn(response: Response): number | null {
  const [, size] = /\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "") ?? [];
  return size === undefined ? null : Number(size);
}

async function sizeByHead(
  fetch: FetchFrame["fetch"],
  address: string,
  signal: AbortSignal,
): Promise<number | null> {
  const response = await fetch(address, { method: "HEAD", signal });
  const length = response.headers.get("Content-Length");
  return response.ok && length !== null ? Number(length) : null;
}

function wholeOnly(address: string): string {
  return `The server of ${address} sends the whole file only, not the columns that are wanted of it. Download the file and open it here.`;
}

function refusal(address: string, { status, statusText }: Response): string {
  const remedy =
    status === 401 || status === 403
      ? "It asks for a login, which Headtail does not send. Download the file yourself and open it here."
      : status === 404
        ? "Check the address."
        : "Try again later.";
  return `${address} cannot be fetched: its server answers “${[status, statusText].join(" ").trim()}”. ${remedy}`;
}
