import { type FetchFrame, openFetchFrame } from "./fetchFrame.ts";

export interface FetchProgress {
  /** Position of the file among the addresses. */
  readonly file: number;
  readonly bytesReceived: number;
  /** Null where the server does not tell. */
  readonly bytesTotal: number | null;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FetchProgress) => void;
}

/**
 * Fetches files one after the other, without cookies and without telling where from.
 *
 * @param addresses relative to the page, or of another server that lets pages read its files
 * @throws Error with a sentence that names the address; an AbortError when cancelled
 */
export async function fetchFiles(
  addresses: readonly string[],
  { signal, onProgress }: FetchOptions,
): Promise<File[]> {
  const urls = addresses.map(fileUrl);
  const frame = await openFetchFrame();
  try {
    const files: File[] = [];
    for (const [file, url] of urls.entries()) {
      const tell = (bytesReceived: number, bytesTotal: number | null) =>
        onProgress({ file, bytesReceived, bytesTotal });
      files.push(await fetchFile(frame, url, signal, tell));
    }
    return files;
  } finally {
    frame.close();
  }
}

/**
 * The whole address of a file.
 *
 * @throws Error when it is none that can be fetched
 */
export function fileUrl(address: string): URL {
  if (!URL.canParse(address, document.baseURI)) {
    throw new Error(`“${address}” is not an address.`);
  }
  const url = new URL(address, document.baseURI);
  if (url.protocol === "https:" || url.protocol === "http:") return url;
  throw new Error(`“${address}” cannot be fetched: only addresses by https and http can.`);
}

async function fetchFile(
  { fetch }: FetchFrame,
  url: URL,
  signal: AbortSignal,
  onProgress: (bytesReceived: number, bytesTotal: number | null) => void,
): Promise<File> {
  let bytesReceived = 0;
  let response: Response | null = null;
  try {
    response = await fetch(url.href, { signal });
    if (response.ok && response.body !== null) {
      const length = Number(response.headers.get("Content-Length"));
      const counted = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(bytes, controller) {
            bytesReceived += bytes.length;
            // What is sent compressed has the length of what it was compressed to.
            onProgress(bytesReceived, length >= bytesReceived ? length : null);
            controller.enqueue(bytes);
          },
        }),
      );
      const blob = await new Response(counted).blob();
      return new File([blob], nameOf(url));
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      response === null
        ? unreachableSentence(url.href)
        : `${url.href} broke off after ${bytesReceived.toLocaleString("en")} bytes. Try again.`,
      { cause: error },
    );
  }
  const { status, statusText } = response;
  throw new Error(
    `${url.href} cannot be fetched: its server answers “${[status, statusText].join(" ").trim()}”.`,
  );
}

/** What to say where there was no answer. */
export function unreachableSentence(address: string): string {
  return offlineOr(
    `${address} cannot be fetched: its server does not answer, or does not let other pages read the file (for that it sends “Access-Control-Allow-Origin”). Download the file and open it here.`,
  );
}

/** A sentence about a request that failed, or that this machine is offline when it is. */
export function offlineOr(sentence: string): string {
  return navigator.onLine === false
    ? "This machine is offline, so nothing can be fetched. Try again when it has a network."
    : sentence;
}

/** The last part of an address, as a file would be called. */
export function nameOf({ pathname, host }: URL): string {
  const last = pathname.split("/").filter(Boolean).at(-1) ?? host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
