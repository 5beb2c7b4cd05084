import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const PYTHON = "/usr/bin/python3";

/** A peer in a process of its own, asked by one JSON message a line. */
export interface PeerProcess {
  /** @throws Error when the process ends without an answer */
  ask<Answer>(message: object): Promise<Answer>;
  close(): void;
}

export function peerPath(name: string): string {
  return fileURLToPath(new URL(`peers/${name}`, import.meta.url));
}

export function startPeer(program: string, args: readonly string[]): PeerProcess {
  const peer = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async ask(message) {
      peer.stdin.write(`${JSON.stringify(message)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${[program, ...args].join(" ")} ended without an answer.`);
      return JSON.parse(value);
    },
    close: () => peer.stdin.end(),
  };
}
