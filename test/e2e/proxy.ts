import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** The only way from a browser to anywhere: what it asks for is seen, and the way can be cut. */
export interface Proxy {
  readonly url: string;
  /** Every address that pages asked for, those after the cut too. */
  readonly asked: readonly string[];
  cut(): void;
  close(): void;
}

/** Chromium asks it for itself about any page with a field to fill in. */
const BROWSERS_OWN = "content-autofill.googleapis.com:443";

export async function startProxy(): Promise<Proxy> {
  const asked: string[] = [];
  let isCut = false;
  const server = createServer((incoming, outgoing) => {
    const { url = "", method, headers } = incoming;
    asked.push(url);
    if (isCut) {
      incoming.destroy();
      return;
    }
    const forwarded = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.on("connect", ({ url = "" }, socket) => {
    if (url !== BROWSERS_OWN) asked.push(url);
    socket.destroy();
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
