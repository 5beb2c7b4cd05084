import type { CaptionMatches } from "../core/matching/captionMatches.ts";
import { createMatcher, type Matcher } from "../core/matching/matcher.ts";
import { EDGE_SLOT, TOKEN_SLOT } from "../core/matching/metadataIndex.ts";
import { hashKey, KEY_LANES } from "../core/text/hashKey.ts";
import type { PackedText } from "../core/text/packedText.ts";
import { encodeWtf8Into } from "../core/text/wtf8.ts";
import { type CaptionReader, captionReader } from "../formats/jsonl/captionReader.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import { type Kernel, type LineColumns, MAX_REJECTS } from "./lineColumns.ts";
import { instantiate } from "./module.ts";
import { type PlacedIndex, ROOM } from "./placedIndex.ts";
import { ALL_LINES } from "./sampling.ts";
import { createTypescriptKernel } from "./typescriptKernel.ts";

/** The WASM kernel, which also matches packed captions. */
export interface WasmKernel extends Kernel, Matcher {}

/** What src/kernel/assembly/kernel.ts exports. */
interface Exports {
  setIndex(
    tokens: number,
    tokenSlots: number,
    edges: number,
    edgeSlots: number,
    longTokens: number,
    mostTokens: number,
  ): void;
  setScratch(
    batch: number,
    batchEnd: number,
    captionEnds: number,
    candidates: number,
    missed: number,
    tokenCache: number,
    edgeCache: number,
    edgeFilter: number,
    lastSeen: number,
    fieldName: number,
    jsonKey: number,
  ): void;
  setColumns(
    mostCaptions: number,
    lineStarts: number,
    keyLanes: number,
    keyless: number,
    matchStart: number,
    captionLines: number,
    otherLines: number,
    entryIds: number,
    mostIds: number,
  ): void;
  fillEdgeFilter(): void;
  setFieldLength(length: number): void;
  matchLines(from: number, to: number, oneIn: number, offset: number): number;
  matchTexts(texts: number, starts: number, count: number): number;
  readonly lines: WebAssembly.Global<"i32">;
  readonly others: WebAssembly.Global<"i32">;
  readonly passedOver: WebAssembly.Global<"i32">;
  readonly keylessCaptions: WebAssembly.Global<"i32">;
  readonly matchedCaptions: WebAssembly.Global<"i32">;
  readonly ids: WebAssembly.Global<"i32">;
}

/** Most bytes of lines at a time; more go to the TypeScript kernel. */
const MOST_BYTES = 5 * 2 ** 20;
const MOST_CAPTIONS = 2 ** 18;
const MOST_IDS = 2 ** 20;
const BATCH_TOKENS = 2 ** 16;
const BATCH_CAPTIONS = 2 ** 12;
const FIELD_BYTES = 2 ** 12;
/** Packed captions at a time. */
const CAPTIONS_AT_ONCE = 2 ** 13;
/** Bytes of what assembly/tokens.ts and phrases.ts lay out. */
const TOKEN = 32;
const TOKEN_CACHE = 2 ** 14 * 32;
const EDGE_CACHE = 16384 * 16;
const EDGE_FILTER = 2 ** 22 / 8;
const LAST_SEEN = 2048 * 8;
/** The kernel reads a little further than it was told to. */
const MARGIN = 64;

const LF = 0x0a;
const NO_ROOM = -1;
const BLANK = 0;
const REASONS: readonly RejectReason[] = ["not-json", "not-object", "no-text", "not-utf8"];

/**
 * The kernel in WASM.
 *
 * @param number of this kernel among those that use the index: it has a room of its own in memory
 */
export function createWasmKernel(placed: PlacedIndex, number = 0): WasmKernel {
  const { index, memory } = placed;
  const matcher = createMatcher(index);
  const typescript = createTypescriptKernel(matcher);
  const bytes = new Uint8Array(memory.buffer);
  let reader: CaptionReader;
  let field: string | null = null;

  let end = placed.roomStart + number * ROOM;
  const reserve = (size: number) => {
    const at = end;
    end = Math.ceil((end + size) / 64) * 64;
    return at;
  };
  const batch = reserve((BATCH_TOKENS + 1) * TOKEN);
  const captionEnds = reserve(BATCH_CAPTIONS * 4);
  const candidates = reserve((BATCH_TOKENS + 1) * 4);
  const missed = reserve((BATCH_TOKENS + 1) * 8);
  const tokenCache = reserve(TOKEN_CACHE);
  const edgeCache = reserve(EDGE_CACHE);
  const edgeFilter = reserve(EDGE_FILTER);
  const lastSeen = reserve(LAST_SEEN);
  const fieldName = reserve(FIELD_BYTES);
  const jsonKey = reserve(12);
  const lineStarts = reserve(MOST_CAPTIONS * 4);
  const keyLanes = reserve(MOST_CAPTIONS * 8);
  const keyless = reserve(MOST_CAPTIONS * 4);
  const matchStart = reserve(MOST_CAPTIONS * 4 + 4);
  const captionLines = reserve(MOST_CAPTIONS * 4);
  const otherLines = reserve(MOST_CAPTIONS * 8);
  const entryIds = reserve(MOST_IDS * 4);
  const input = reserve(MOST_BYTES + MARGIN);
  const textStarts = reserve(MOST_CAPTIONS * 4 + 4);
  const jsonLanes = new Uint32Array(memory.buffer, jsonKey, 3);

  /** See `readByJson` in assembly/kernel.ts. */
  function readByJson(start: number, lineEnd: number): number {
    const line = bytes.slice(start, lineEnd);
    const reason = reader.read(line, 0, line.length);
    if (reason !== null) return -1 - REASONS.indexOf(reason);
    const { text, key } = reader;
    const length = text.end - text.start;
    bytes.set(text.bytes.subarray(text.start, text.end), start);
    jsonLanes.fill(0);
    if (key.start < key.end) {
      hashKey(key.bytes, key.start, key.end, jsonLanes, 0);
      jsonLanes[2] = 1;
    }
    return length;
  }

  bytes.fill(0, tokenCache, lastSeen);
  const kernel = instantiate(memory, readByJson) as unknown as Exports;
  kernel.setIndex(
    index.tokens.byteOffset,
    index.tokens.length / TOKEN_SLOT,
    index.edges.byteOffset,
    index.edges.length / EDGE_SLOT,
    index.longTokens.byteOffset,
    index.mostTokens,
  );
  kernel.setScratch(
    batch,
    batch + BATCH_TOKENS * TOKEN,
    captionEnds,
    candidates,
    missed,
    tokenCache,
    edgeCache,
    edgeFilter,
    lastSeen,
    fieldName,
    jsonKey,
  );
  kernel.fillEdgeFilter();
  kernel.setColumns(
    MOST_CAPTIONS,
    lineStarts,
    keyLanes,
    keyless,
    matchStart,
    captionLines,
    otherLines,
    entryIds,
    MOST_IDS,
  );

  function setField(name: string): boolean {
    if (name === field) return true;
    if (name.length * 3 > FIELD_BYTES) return false;
    kernel.setFieldLength(encodeWtf8Into(name, bytes, fieldName));
    reader = captionReader(name);
    field = name;
    return true;
  }

  const words = (at: number, length: number) => new Uint32Array(memory.buffer, at, length);

  function columnsOf(captions: number): LineColumns {
    const others = words(otherLines, kernel.others.value * 2);
    const rejects: { line: number; reason: RejectReason }[] = [];
    let blank = 0;
    for (let i = 0; i < others.length; i += 2) {
      if (others[i + 1] === BLANK) blank++;
      else if (rejects.length < MAX_REJECTS) {
        rejects.push({ line: others[i], reason: REASONS[others[i + 1] - 1] });
      }
    }
    return {
      matchStart: words(matchStart, captions + 1),
      entryIds: words(entryIds, kernel.ids.value),
      lineStarts: words(lineStarts, captions),
      captionLines: words(captionLines, captions === kernel.lines.value ? 0 : captions),
      keyLanes: words(keyLanes, captions * KEY_LANES),
      keyless: words(keyless, kernel.keylessCaptions.value),
      lines: kernel.lines.value,
      blank,
      rejected: others.length / 2 - blank,
      passedOver: kernel.passedOver.value,
      matchedCaptions: kernel.matchedCaptions.value,
      rejects,
    };
  }

  /** Matches packed captions, unless there is no room. The columns are valid until the next call. */
  function matchSome({ bytes: texts, starts }: PackedText): CaptionMatches | null {
    const count = starts.length - 1;
    if (starts[count] - starts[0] > MOST_BYTES) return null;
    bytes.set(texts.subarray(starts[0], starts[count]), input);
    words(textStarts, count + 1).set(starts);
    const captions = kernel.matchTexts(input - starts[0], textStarts, count);
    if (captions === NO_ROOM) return null;
    return {
      matchStart: words(matchStart, captions + 1),
      entryIds: words(entryIds, kernel.ids.value),
    };
  }

  return {
    matchLines(lines, captionField, sampling = ALL_LINES) {
      if (lines.length <= MOST_BYTES && setField(captionField)) {
        bytes.set(lines, input);
        bytes[input + lines.length] = LF;
        const { oneIn, offset } = sampling;
        const captions = kernel.matchLines(input, input + lines.length, oneIn, offset);
        if (captions !== NO_ROOM) return columnsOf(captions);
      }
      return typescript.matchLines(lines, captionField, sampling);
    },

    match({ bytes: texts, starts }) {
      const captions = starts.length - 1;
      const matchStart = new Uint32Array(captions + 1);
      let entryIds = new Uint32Array(0);
      let matches = 0;
      for (let first = 0; first < captions; first += CAPTIONS_AT_ONCE) {
        const some = { bytes: texts, starts: starts.subarray(first, first + CAPTIONS_AT_ONCE + 1) };
        const found = matchSome(some) ?? matcher.match(some);
        const end = matches + found.entryIds.length;
        if (end > entryIds.length) {
          // As many more for each caption to come as there were until now, and a few to spare.
          const expected = (end / (first + found.matchStart.length - 1)) * captions;
          const longer = new Uint32Array(Math.ceil(Math.max(end, expected * 1.05)));
          longer.set(entryIds.subarray(0, matches));
          entryIds = longer;
        }
        entryIds.set(found.entryIds, matches);
        for (let i = 1; i < found.matchStart.length; i++) {
          matchStart[first + i] = matches + found.matchStart[i];
        }
        matches = end;
      }
      return { matchStart, entryIds: entryIds.subarray(0, matches) };
    },
  };
}
