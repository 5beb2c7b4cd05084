import { distributionOf } from "../../core/counting/distribution.ts";
import type { PackedText } from "../../core/text/packedText.ts";
import { decodeWtf8 } from "../../core/text/wtf8.ts";
import { cardFacts } from "../../formats/card/cardFacts.ts";
import { dataCardHtml } from "../../formats/card/dataCardHtml.ts";
import { dataCardMarkdown } from "../../formats/card/dataCardMarkdown.ts";
import { csvWriter } from "../../formats/csv/csvWriter.ts";
import { parseManifest } from "../../formats/manifest.ts";
import { entryCountNpy } from "../../formats/npy/entryCountNpy.ts";
import { invertedIndexNpy } from "../../formats/npy/invertedIndexNpy.ts";
import { filterRules } from "../../formats/records/filterRules.ts";
import { type FilterName, NO_FILTERS } from "../../formats/records/filters.ts";
import type { SideFileKind } from "../types.ts";
import type { FactsOf } from "./keptRecords.ts";
import { outputFiles } from "./outputFiles.ts";

/** What is asked for of the distribution. */
export interface SideFilesRequest {
  readonly kinds: readonly SideFileKind[];
  readonly baseName: string;
  readonly entries: PackedText;
  /** Matches by entry id. */
  readonly entryCounts: Uint32Array;
  /** Matches among kept captions, by entry id, where a card is asked for. */
  readonly balancedCounts: Uint32Array | null;
  /** Whether records name images. */
  readonly hasImages: boolean;
}

type Pieces = AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>;

/** Entries written at a time. */
const ENTRIES_AT_ONCE = 2 ** 14;
const ROWS_AT_ONCE = 2 ** 18;

/**
 * Writes files of the distribution beside an export.
 *
 * @param factsOf of all captions
 * @returns their names
 * @throws InputError when one cannot be written; the signal's reason when it is aborted; none stays
 */
export async function writeSideFiles(
  request: SideFilesRequest,
  factsOf: FactsOf,
  directory: FileSystemDirectoryHandle,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const outputs = outputFiles(directory);
  const names: string[] = [];
  try {
    for (const kind of request.kinds) {
      const name = `${request.baseName}.${kind}`;
      names.push(name);
      const output = await outputs.open(name);
      for await (const bytes of await piecesOf(kind, request, factsOf, directory)) {
        signal.throwIfAborted();
        await output.write(bytes);
      }
    }
    await outputs.close();
    return names;
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}

async function piecesOf(
  kind: SideFileKind,
  request: SideFilesRequest,
  factsOf: FactsOf,
  directory: FileSystemDirectoryHandle,
): Promise<Pieces> {
  switch (kind) {
    case "entry_counts.csv":
      return countsCsv(request);
    case "entry_counts.parquet":
      return countsParquet(request);
    case "entry_count.npy":
      return entryCountNpy(request.entryCounts);
    case "inverted_index.npy":
      return invertedIndex(request.entryCounts, factsOf);
    case "card.md":
    case "card.html":
      return cardPieces(kind, request, directory);
  }
}

/** Entries with a match and their counts, some at a time. */
function* matchedEntries({ entries: { bytes, starts }, entryCounts }: SideFilesRequest) {
  for (let first = 0; first < entryCounts.length; first += ENTRIES_AT_ONCE) {
    const rows: { readonly entry: string; readonly count: number }[] = [];
    const end = Math.min(first + ENTRIES_AT_ONCE, entryCounts.length);
    for (let id = first; id < end; id++) {
      if (entryCounts[id] === 0) continue;
      rows.push({ entry: decodeWtf8(bytes, starts[id], starts[id + 1]), count: entryCounts[id] });
    }
    yield rows;
  }
}

function* countsCsv(request: SideFilesRequest): Generator<Uint8Array<ArrayBuffer>> {
  const writer = csvWriter(["entry", "count"], ",");
  const encoder = new TextEncoder();
  yield encoder.encode(writer.header());
  for (const rows of matchedEntries(request)) {
    yield encoder.encode(rows.map(({ entry, count }) => writer.row([entry, count])).join(""));
  }
}

async function* countsParquet(request: SideFilesRequest) {
  const { parquetWriter } = await import("../../formats/parquet/parquetWriter.ts");
  const writer = parquetWriter([
    { name: "entry", type: "STRING" },
    { name: "count", type: "INT64" },
  ]);
  for (const rows of matchedEntries(request)) {
    yield writer.add([rows.map(({ entry }) => entry), rows.map(({ count }) => count)]);
  }
  yield writer.finish();
}

/** Text ids are positions in the pool. Rows are sorted by entry, those of an entry by text. */
async function* invertedIndex(entryCounts: Uint32Array, factsOf: FactsOf) {
  const starts = new Float64Array(entryCounts.length + 1);
  for (let id = 0; id < entryCounts.length; id++) starts[id + 1] = starts[id] + entryCounts[id];
  const ends = starts.slice(0, -1);
  const texts = new Uint32Array(starts[entryCounts.length]);
  for (let slice = 0; ; slice++) {
    const facts = await factsOf(slice);
    if (facts === null) break;
    const { captions, matchStart, entryIds } = facts;
    for (let i = 0; i < captions.length; i++) {
      for (let at = matchStart[i]; at < matchStart[i + 1]; at++) {
        texts[ends[entryIds[at]]++] = captions[i];
      }
    }
  }
  yield* invertedIndexNpy(texts.length, indexRows(starts, texts));
}

function* indexRows(starts: Float64Array, texts: Uint32Array) {
  let rows = new Uint32Array(ROWS_AT_ONCE * 2);
  let length = 0;
  for (let id = 0; id + 1 < starts.length; id++) {
    for (let at = starts[id]; at < starts[id + 1]; at++) {
      rows[length++] = id;
      rows[length++] = texts[at];
      if (length < rows.length) continue;
      yield rows;
      rows = new Uint32Array(ROWS_AT_ONCE * 2);
      length = 0;
    }
  }
  yield rows.subarray(0, length);
}

async function* cardPieces(
  kind: "card.md" | "card.html",
  { baseName, entries, entryCounts, balancedCounts, hasImages }: SideFilesRequest,
  directory: FileSystemDirectoryHandle,
) {
  const manifestName = `${baseName}.manifest.json`;
  const written = await (await directory.getFileHandle(manifestName)).getFile();
  const manifest = parseManifest(manifestName, await written.text());
  const { filters = NO_FILTERS, files } = manifest;
  const stopped = (name: FilterName) =>
    files.reduce((sum, { readAs }) => sum + (readAs?.filtered[name] ?? 0), 0);
  const facts = cardFacts(
    manifest,
    distributionOf(entryCounts),
    { entries },
    {
      name: baseName,
      manifestName,
      entryCountsName: `${baseName}.entry_counts.json`,
      languages: filters.languages ?? [],
      hasImages,
      filters: filterRules(filters).map(({ name, words, argument }) => ({
        rule: words,
        argument,
        stopped: stopped(name),
      })),
      ...(balancedCounts && { balancedCounts }),
    },
  );
  const card = kind === "card.md" ? dataCardMarkdown(facts) : dataCardHtml(facts);
  yield new TextEncoder().encode(card);
}
