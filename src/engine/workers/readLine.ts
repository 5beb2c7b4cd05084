import type { ByteSource } from "../../formats/jsonl/lines.ts";
import { joinBytes } from "./joinBytes.ts";

const LF = 0x0a;
const BLOCK_BYTES = 2 ** 16;

/**
 * The line that starts at `start`, without its "\n".
 *
 * @param end where the line most likely ends; what lies behind is read only when it does not
 */
export async function readLine(
  source: ByteSource,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let position = start; position < source.size; ) {
    const limit = position < end ? end : source.size;
    const block = await source.read(position, Math.min(position + BLOCK_BYTES, limit));
    const newline = block.indexOf(LF);
    parts.push(newline === -1 ? block : block.subarray(0, newline));
    if (newline !== -1) break;
    position += block.length;
  }
  return joinBytes(parts);
}
