import { drawFor } from "../../core/balancing/draw.ts";
import { captionChance, entryProbability } from "../../core/balancing/probability.ts";
import { placesOf } from "../../core/matching/locate.ts";
import type { NearMissFinder } from "../../core/matching/nearMissFinder.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { lineKey } from "../../formats/captionKeys.ts";
import { imageOf } from "../../formats/images.ts";
import { InputError } from "../../formats/inputError.ts";
import { captionKey } from "../../formats/jsonl/fields.ts";
import { type CaptionRecord, recordReader } from "../../formats/jsonl/recordReader.ts";
import type {
  CaptionNearMiss,
  Explanation,
  MatchedEntry,
  PreviewCaption,
  PreviewPage,
  PreviewQuery,
} from "../types.ts";
import type { CaptionSet } from "./captionSet.ts";
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

/**
 * Some captions of one kind at t, their texts read back from the files.
 *
 * @param among by slice, the captions that pass the filters; null for all
 */
export async function previewOf(
  pool: DrawnPool,
  query: PreviewQuery,
  among: readonly CaptionSet[] | null,
): Promise<PreviewPage> {
  const { tab, t, from, limit } = query;
  const found = captionsOf(pool, query, among);
  const captions = await Promise.all(found.map((index) => previewCaption(pool, index, t)));
  if (found.length < limit) return { captions, next: null };
  return { captions, next: tab === "edge" ? from + limit : found[found.length - 1] + 1 };
}

function captionsOf(
  pool: DrawnPool,
  { tab, t, from, limit }: PreviewQuery,
  among: readonly CaptionSet[] | null,
): number[] {
  switch (tab) {
    case "kept":
      return captionsWhere(pool, (tau) => tau < t, from, limit, among);
    case "dropped":
      return captionsWhere(pool, (tau) => tau >= t && tau < Infinity, from, limit, among);
    case "unmatched":
      return captionsWhere(pool, (tau) => tau === Infinity, from, limit, among);
    case "edge":
      return captionsAtEdge(pool, t, from + limit, among).slice(from);
  }
}

/** A caption of the pool, its text read back from its file. */
export async function previewCaption(
  pool: DrawnPool,
  index: number,
  t: number,
): Promise<PreviewCaption> {
  const place = placeOf(pool, index);
  const { record, text } = await readBack(pool, place);
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
    highlights: places.map(({ start, end, entry }) => ({ start, end, entryId: entries[entry].id })),
    image: imageOf(record),
  };
}

/** Entries that a caption nearly matches. */
export async function nearMissesOf(
  pool: DrawnPool,
  index: number,
  find: NearMissFinder,
): Promise<CaptionNearMiss[]> {
  const place = placeOf(pool, index);
  const { text } = await readBack(pool, place);
  const matched = entriesOf(pool, place).map(({ id }) => id);
  return find(text, matched).map(({ entry: id, start, end, reasons }) => ({
    id,
    entry: entryOf(pool.metadata, id),
    count: pool.entryCounts[id],
    written: writtenAround(text, start, end),
    reasons,
  }));
}

/** A part of a text, with what stands against it up to the next white space; not too much of it. */
function writtenAround(text: string, start: number, end: number): string {
  const before = /\S{0,20}$/u.exec(text.slice(0, start))?.[0] ?? "";
  const after = /^\S{0,20}/u.exec(text.slice(end))?.[0] ?? "";
  return before + text.slice(start, end) + after;
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
