import type { MetadataIndex } from "../core/matching/metadataIndex.ts";

/** A metadata index in the memory of the WASM kernel, and room for the kernels that use it. */
export interface PlacedIndex {
  /** Its columns lie in `memory`. */
  readonly index: MetadataIndex;
  readonly memory: WebAssembly.Memory;
  /** Where the room for kernel 0 begins, that of the others behind it; in bytes. Anything may lie there. */
  readonly roomStart: number;
}

/** Bytes of a kernel's own room. */
export const ROOM = 2 ** 20 * 24;

export const PAGE = 2 ** 16;
/** The kernel reads zeros at address 0, and keeps its constants there. */
export const RESERVED = 1024;

/**
 * Copies an index into a memory of its own.
 *
 * @param kernels how many kernels will use it, each by its number
 */
export function placeIndex(index: MetadataIndex, kernels: number): PlacedIndex {
  const { tokens, edges, longTokens } = index;
  let end = RESERVED;
  const reserve = (bytes: number) => {
    const at = end;
    end = Math.ceil((end + bytes) / 64) * 64;
    return at;
  };
  const tokensAt = reserve(tokens.byteLength);
  const edgesAt = reserve(edges.byteLength);
  const longTokensAt = reserve(longTokens.byteLength + 64);
  const pages = Math.ceil((end + kernels * ROOM) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const placed = {
    tokens: new Int32Array(memory.buffer, tokensAt, tokens.length),
    edges: new Int32Array(memory.buffer, edgesAt, edges.length),
    longTokens: new Uint8Array(memory.buffer, longTokensAt, longTokens.length),
  };
  placed.tokens.set(tokens);
  placed.edges.set(edges);
  placed.longTokens.set(longTokens);
  return { index: { ...index, ...placed }, memory, roomStart: end };
}
