import { InputError } from "../../formats/inputError.ts";
import type { NamedBlob } from "../slice.ts";
import { lackingSentence } from "../workers/fileSource.ts";

/** @throws InputError when the text of a file is lacking */
export function throwIfLacking(files: readonly NamedBlob[]): void {
  const lacking = files.find(({ lackingBytes }) => lackingBytes !== undefined);
  if (lacking !== undefined) throw new InputError(lackingSentence(lacking.name));
}
