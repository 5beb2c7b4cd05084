/**
 * Something is wrong with what the user gave. The message is for the user: a whole sentence or two
 * that say what happened, to which file and line, and what to do.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
