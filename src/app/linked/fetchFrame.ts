/**
 * Fetches from any server, without cookies and without telling where from. The page's own policy lets
 * it reach its own origin only, so this is done in the name of a frame that has another.
 */
export interface FetchFrame {
  readonly fetch: (address: string, options: RequestInit) => Promise<Response>;
  close(): void;
}

export async function openFetchFrame(): Promise<FetchFrame> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.src = "./fetch.html";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  document.body.append(frame);
  await loaded;
  const { fetch } = frame.contentWindow as Window & typeof globalThis;
  return {
    fetch: (address, options) =>
      fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", ...options }),
    close: () => frame.remove(),
  };
}
