import type { Matcher } from "../core/matching/matcher.ts";
import { hashKey, KEY_LANES } from "../core/text/hashKey.ts";
import { TextPacker } from "../core/text/packedText.ts";
import { type CaptionReader, captionReader } from "../formats/jsonl/captionReader.ts";
import { isBlank } from "../formats/jsonl/lines.ts";
import { type Kernel, type LineColumns, MAX_REJECTS, type Reject } from "./lineColumns.ts";
import { ALL_LINES, isTaken } from "./sampling.ts";

const LF = 0x0a;

/**
 * The kernel in TypeScript: for engines without WebAssembly or its SIMD, for what the other has no
 * room for, and its reference.
 */
export function createTypescriptKernel(matcher: Matcher): Kernel {
  const readers = new Map<string, CaptionReader>();

  function readerOf(captionField: string): CaptionReader {
    const reader = readers.get(captionField) ?? captionReader(captionField);
    readers.set(captionField, reader);
    return reader;
  }

  return {
    matchLines(lines, captionField, { oneIn, offset } = ALL_LINES) {
      const reader = readerOf(captionField);
      const texts = new TextPacker();
      const lineStarts: number[] = [];
      const captionLines: number[] = [];
      const keyless: number[] = [];
      const rejects: Reject[] = [];
      let keyLanes = new Uint32Array(1024 * KEY_LANES);
      let line = 0;
      let blank = 0;
      let rejected = 0;
      let passedOver = 0;
      for (let start = 0; start < lines.length; line++) {
        const newline = lines.indexOf(LF, start);
        const end = newline === -1 ? lines.length : newline;
        const reason = !isTaken(offset + start, oneIn)
          ? "passed-over"
          : isBlank(lines, start, end)
            ? "blank"
            : reader.read(lines, start, end);
        if (reason === null) {
          const caption = lineStarts.push(start) - 1;
          captionLines.push(line);
          const { text, key } = reader;
          texts.addBytes(text.bytes, text.start, text.end);
          if (keyLanes.length < lineStarts.length * KEY_LANES) keyLanes = grown(keyLanes);
          if (key.start === key.end) keyless.push(caption);
          else hashKey(key.bytes, key.start, key.end, keyLanes, caption);
        } else if (reason === "passed-over") passedOver++;
        else if (reason === "blank") blank++;
        else if (++rejected <= MAX_REJECTS) rejects.push({ line, reason });
        start = end + 1;
      }
      const matches = matcher.match(texts.finish());
      return {
        ...matches,
        lineStarts: Uint32Array.from(lineStarts),
        captionLines: Uint32Array.from(captionLines.length === line ? [] : captionLines),
        keyLanes: keyLanes.slice(0, lineStarts.length * KEY_LANES),
        keyless: Uint32Array.from(keyless),
        lines: line,
        blank,
        rejected,
        passedOver,
        matchedCaptions: countMatched(matches),
        rejects,
      };
    },
  };
}

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}

function countMatched({ matchStart }: Pick<LineColumns, "matchStart">): number {
  let matched = 0;
  for (let i = 1; i < matchStart.length; i++) if (matchStart[i] > matchStart[i - 1]) matched++;
  return matched;
}
