import { hashKey, KEY_LANES } from "../../core/balancing/draw.ts";
import { type PackedText, TextPacker } from "../../core/text/packedText.ts";
import type { RecordScanner } from "../../formats/jsonl/scanRecord.ts";
import { MAX_REJECTS, type SliceColumns } from "../slice.ts";
import type { RejectReason } from "../types.ts";

type Columns = Omit<SliceColumns, "matchStart" | "entryIds" | "file" | "start" | "end">;

/** Collects the lines of one slice into columns, and their captions into one packed text. */
export class CaptionColumns {
  readonly #texts = new TextPacker();
  readonly #lineOffsets: number[] = [];
  readonly #lineLengths: number[] = [];
  readonly #lineNumbers: number[] = [];
  readonly #keyless: number[] = [];
  readonly #rejects: { line: number; reason: RejectReason }[] = [];
  #keyLanes = new Uint32Array(4096 * KEY_LANES);
  #lines = 0;
  #blank = 0;
  #rejected = 0;

  addBlank(): void {
    this.#lines++;
    this.#blank++;
  }

  addReject(reason: RejectReason): void {
    this.#rejected++;
    if (this.#rejects.length < MAX_REJECTS) this.#rejects.push({ line: this.#lines, reason });
    this.#lines++;
  }

  /** Adds the record that `scanner` has just read. */
  addCaption(scanner: RecordScanner, lineOffset: number, lineLength: number): void {
    const caption = this.#texts.count;
    this.#texts.addBytes(scanner.text, scanner.textStart, scanner.textEnd);
    this.#lineOffsets.push(lineOffset);
    this.#lineLengths.push(lineLength);
    this.#lineNumbers.push(this.#lines++);
    if ((caption + 1) * KEY_LANES > this.#keyLanes.length) {
      const grown = new Uint32Array(this.#keyLanes.length * 2);
      grown.set(this.#keyLanes);
      this.#keyLanes = grown;
    }
    if (scanner.keyStart === scanner.keyEnd) this.#keyless.push(caption);
    else hashKey(scanner.key, scanner.keyStart, scanner.keyEnd, this.#keyLanes, caption);
  }

  finish(): { texts: PackedText; columns: Columns } {
    return {
      texts: this.#texts.finish(),
      columns: {
        lineOffsets: Float64Array.from(this.#lineOffsets),
        lineLengths: Uint32Array.from(this.#lineLengths),
        lineNumbers: Uint32Array.from(this.#lineNumbers),
        keyLanes: this.#keyLanes.slice(0, this.#lineOffsets.length * KEY_LANES),
        keyless: Uint32Array.from(this.#keyless),
        lines: this.#lines,
        blank: this.#blank,
        rejected: this.#rejected,
        rejects: this.#rejects,
      },
    };
  }
}
