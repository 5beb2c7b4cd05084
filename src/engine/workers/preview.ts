import { drawFor } from "../../core/balancing/draw.ts";
import { captionChance, entryProbability } from "../../core/balancing/probability.ts";
import { placesApart, placesOf } from "../../core/matching/locate.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { lineKey } from "../../formats/captionKeys.ts";
import { InputError } from "../../formats/inputError.ts";
import { captionKey } from "../../formats/jsonl/fields.ts";
import { type CaptionRecord, recordReader } from "../../formats/jsonl/recordReader.ts";
import type {
  Explanation,
  MatchedEntry,
  PreviewCaption,
  PreviewPage,
  PreviewQuery,
} from "../types.ts";
import { fileSource, unreadableSentence } from "./fileSource.ts";
import {
  type CaptionPlace,
  captionsAtEdge,
  captionsWhere,
  type DrawnPool,
  lineNumber,
  lineOrigin,
  placeOf,
} from "./matchedPool.ts";
import { readLine } from "./readLine.ts";

/** Some captions of one kind at t, their texts read back from the files. */
export async function previewOf(pool: DrawnPool, query: PreviewQuery): Promise<PreviewPage> {
  const found = captionsOf(pool, query);
  const captions = await Promise.all(found.map((index) => previewCaption(pool, index, query.t)));
  const isFull = query.tab !== "edge" && found.length > 0 && found.length === query.limit;
  return { captions, next: isFull ? found[found.length - 1] + 1 : null };
}

function captionsOf(pool: DrawnPool, { tab, t, from, limit }: PreviewQuery): number[] {
  switch (tab) {
    case "kept":
      return captionsWhere(pool, (tau) => tau < t, from, limit);
    case "dropped":
      return captionsWhere(pool, (tau) => tau >= t && tau < Infinity, from, limit);
    case "unmatched":
      return captionsWhere(pool, (tau) => tau === Infinity, from, limit);
    case "edge":
      return captionsAtEdge(pool, t, limit);
  }
}

async function previewCaption(pool: DrawnPool, index: number, t: number): Promise<PreviewCaption> {
  const place = placeOf(pool, index);
  const { text } = await readBack(pool, place);
  const entries = entriesOf(pool, place);
  const places = placesOf(
    text,
    entries.map(({ entry }) => entry),
  );
  return {
    index,
    file: pool.files[place.slice.file].name,
    line: lineNumber(place.slice, place.at),
    text,
    tau: place.slice.tau[place.at],
    chance: chanceOf(entries, t),
    entries,
    highlights: placesApart(places).map(({ start, end, entry }) => ({
      start,
      end,
      entryId: entries[entry].id,
    })),
  };
}

/**
 * The texts of some captions.
 *
 * @param indexes positions in the pool
 */
export function captionTexts(pool: DrawnPool, indexes: readonly number[]): Promise<string[]> {
  return Promise.all(
    indexes.map(async (index) => (await readBack(pool, placeOf(pool, index))).text),
  );
}

/** Why one caption is kept or dropped at t. */
export async function explain(pool: DrawnPool, index: number, t: number): Promise<Explanation> {
  const place = placeOf(pool, index);
  const { slice, at } = place;
  const { record, text } = await readBack(pool, place);
  const line = lineNumber(slice, at);
  const origin = lineOrigin(pool, slice.file, line);
  const draw = drawFor(pool.seed);
  const entries = entriesOf(pool, place);
  return {
    index,
    file: pool.files[slice.file].name,
    line,
    text,
    key: captionKey(record) ?? lineKey(origin.name, origin.line),
    seed: pool.seed,
    t,
    tau: slice.tau[at],
    chance: chanceOf(entries, t),
    kept: slice.tau[at] < t,
    entries: entries.map((matched) => ({
      ...matched,
      probability: entryProbability(matched.count, t),
      draw: draw(slice.keyLanes, at, pool.metadata.lanes, matched.id),
    })),
  };
}

async function readBack(pool: DrawnPool, { slice, at }: CaptionPlace): Promise<CaptionRecord> {
  const file = pool.files[slice.file];
  const { start, end, lineStarts } = slice;
  const next = at + 1 < lineStarts.length ? start + lineStarts[at + 1] : end;
  const line = await readLine(fileSource(file), start + lineStarts[at], next);
  const caption = recordReader(slice.captionField).read(line, 0, line.length);
  if (typeof caption === "string") throw new InputError(unreadableSentence(file.name));
  return caption;
}

function entriesOf(pool: DrawnPool, { slice, at }: CaptionPlace): MatchedEntry[] {
  const ids = slice.entryIds.subarray(slice.matchStart[at], slice.matchStart[at + 1]);
  return Array.from(ids, (id) => ({
    id,
    entry: entryOf(pool.metadata, id),
    count: pool.entryCounts[id],
  }));
}

function chanceOf(entries: readonly MatchedEntry[], t: number): number {
  return captionChance(
    entries.map(({ count }) => count),
    t,
  );
}
