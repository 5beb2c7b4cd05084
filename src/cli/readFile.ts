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
  const bytes = await readFile(path).catch((error) => {
    throw unreadable(path, error);
  });
  return decodeText(path, bytes);
}

/** Opens a file, or standard input for "-". Reading throws an InputError where it fails. */
export function openSource(path: string): StreamSource {
  return streamSource(chunksOf(path));
}

/** What messages call a file. */
export function nameOf(path: string): string {
  return path === "-" ? "Standard input" : path;
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === "-" ? process.stdin : createReadStream(path, { highWaterMark: BLOCK_BYTES });
  } catch (error) {
    throw unreadable(nameOf(path), error as NodeJS.ErrnoException);
  }
}

function unreadable(name: string, error: NodeJS.ErrnoException): InputError {
  return new InputError(unreadableSentence(name, error));
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
