import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { InputError } from "../formats/inputError.ts";
import { decodeText } from "../formats/metadata.ts";
import { directorySentence } from "../formats/sniff.ts";
import { type StreamSource, streamSource } from "./streamSource.ts";

const BLOCK_BYTES = 2 ** 20;

/**
 * Reads a UTF-8 file whole.
 *
 * @throws InputError when it cannot be read or is not UTF-8
 */
export async function readText(path: string): Promise<string> {
  return decodeText(path, await explained(path, () => readFile(path)));
}

/** Opens a file, or standard input for "-". Reading throws an InputError where it fails. */
export function openSource(path: string): StreamSource {
  const source = streamSource(
    path === "-" ? process.stdin : createReadStream(path, { highWaterMark: BLOCK_BYTES }),
  );
  return {
    get size() {
      return source.size;
    },
    read: (start, end) => explained(nameOf(path), () => source.read(start, end)),
    close: source.close,
  };
}

/** What messages call a file. */
export function nameOf(path: string): string {
  return path === "-" ? "Standard input" : path;
}

async function explained<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new InputError(unreadableSentence(name, error as NodeJS.ErrnoException));
  }
}

function unreadableSentence(name: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return `There is no file ${name}. Check its path.`;
    case "EACCES":
      return `${name} may not be read by you. Change its permissions, or name another file.`;
    case "EISDIR":
      return directorySentence(name);
    default:
      return `${name} cannot be read: ${message}.`;
  }
}
