import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built program. */
export const PROGRAM = fileURLToPath(new URL("../../dist-cli/headtail.js", import.meta.url));

/** What a run gave. */
export interface Run {
  readonly code: number | null;
  readonly output: Buffer;
  readonly errors: string;
}

/** Runs the program in a folder, with `input` as its standard input. */
export function headtail(
  folder: string,
  words: readonly string[],
  input: string | Uint8Array = "",
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const program = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    program.stdout.on("data", (data) => output.push(data));
    program.stderr.on("data", (data) => errors.push(data));
    program.on("error", reject);
    program.on("close", (code) =>
      resolve({ code, output: Buffer.concat(output), errors: Buffer.concat(errors).toString() }),
    );
    // The program may end without having read its input.
    program.stdin.on("error", () => {});
    program.stdin.end(input);
  });
}
