import type { ByteWriter } from "hyparquet-writer/src/bytewriter.js";

/** The program that files say they are written by. */
export const WRITTEN_BY = "headtail";

/** Takes out what was written since it was last drained. */
export function drain(out: ByteWriter): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(out.getBuffer());
  out.index = 0;
  return bytes;
}
