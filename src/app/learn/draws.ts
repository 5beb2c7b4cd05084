import { drawFor } from "../../core/balancing/draw.ts";
import { entryProbability } from "../../core/balancing/probability.ts";
import { createMetadata } from "../../core/metadata/metadata.ts";
import { hashKey, KEY_LANES } from "../../core/text/hashKey.ts";
import { packText } from "../../core/text/packedText.ts";

/** What the draw of a caption hangs on, besides the seed. */
export interface DrawnCaption {
  readonly key: string;
  readonly entries: readonly { readonly entry: string; readonly count: number }[];
}

/** The draws u of a caption's entries with a seed, in their order: those that the pool has with it. */
export function drawsWith({ key, entries }: DrawnCaption, seed: number): number[] {
  const { bytes, starts } = packText([key]);
  const keyLanes = new Uint32Array(KEY_LANES);
  hashKey(bytes, starts[0], starts[1], keyLanes, 0);
  const { lanes } = createMetadata(entries.map(({ entry }) => entry));
  const draw = drawFor(seed);
  return entries.map((_, i) => draw(keyLanes, 0, lanes, i));
}

/** Whether a caption is kept at t with a seed. */
export function isKeptWith(caption: DrawnCaption, seed: number, t: number): boolean {
  return drawsWith(caption, seed).some(
    (draw, i) => draw < entryProbability(caption.entries[i].count, t),
  );
}
