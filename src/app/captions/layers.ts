import type { Highlight } from "../../engine/types.ts";

/** A part of a text between two ends of highlights. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
  /** The highlight of each layer that lies over it; null where a layer has none. */
  readonly layers: readonly (Highlight | null)[];
}

/** Layers that can be told apart; what needs more is left out. */
export const LAYERS = 4;

/**
 * Cuts a text where highlights begin and end. Those of one layer do not overlap; the first layer has
 * what comes first and reaches furthest, and what lies in it or overlaps it is in the next ones.
 *
 * @param highlights by start, longer ones first
 */
export function partsOf(length: number, highlights: readonly Highlight[]): TextPart[] {
  const layers: Highlight[][] = Array.from({ length: LAYERS }, () => []);
  for (const highlight of highlights) {
    if (highlight.end === highlight.start || highlight.start >= length) continue;
    const free = layers.find((layer) => (layer.at(-1)?.end ?? 0) <= highlight.start);
    free?.push(highlight);
  }
  const shown = layers.flat();
  const cuts = new Set([0, length, ...shown.flatMap(({ start, end }) => [start, end])]);
  const edges = [...cuts].filter((at) => at <= length).sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, i) => ({
    start,
    end: edges[i + 1],
    layers: layers.map(
      (layer) => layer.find((each) => each.start <= start && start < each.end) ?? null,
    ),
  }));
}
