import { countLines, countNewlines } from "../../formats/jsonl/lines.ts";
import type { NamedBlob } from "../slice.ts";
import type { LoadEstimate, Sampling } from "../types.ts";
import { fileSource } from "../workers/fileSource.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import type { PackedFile } from "./readInputs.ts";

/** Memory that a tab should take: more is often refused, or slows the machine down. */
const LARGEST_LIMIT = 3e9;
/** On the smallest machines. */
const SMALLEST_LIMIT = 1e9;
/** What the tab needs besides the columns: metadata, tables, workers. */
const TAB_BYTES = 500e6;
/** Columns of a caption: line start, line number, key, first match, tau, and its place by tau. */
const CAPTION_BYTES = 40;
const MATCH_BYTES = 4;
const MATCHES_A_CAPTION = 10;

const SAMPLES = 8;
const SAMPLE_BYTES = 2 ** 16;

/**
 * Memory that the tab should take at most, in bytes.
 *
 * @param deviceMemory of the machine in GiB, as navigator.deviceMemory tells it where it does
 */
export function memoryLimit(deviceMemory: number | undefined): number {
  const half = ((deviceMemory ?? Infinity) * 2 ** 30) / 2;
  return Math.max(SMALLEST_LIMIT, Math.min(LARGEST_LIMIT, half));
}

/** Bytes of the columns of some captions. */
export function columnBytes(captions: number, matches = captions * MATCHES_A_CAPTION): number {
  return captions * CAPTION_BYTES + matches * MATCH_BYTES;
}

/**
 * About how many captions a file has, from the lines in its first and last bytes and in some places
 * between; 1 or more. Of a small file all lines are counted.
 *
 * @throws InputError when the file cannot be read
 */
export async function estimateCaptions(file: NamedBlob | PackedFile): Promise<number> {
  if ("lineBytes" in file) return file.captions;
  const source = fileSource(file);
  const { size } = source;
  if (size <= SAMPLES * SAMPLE_BYTES) return Math.max(1, countLines(await source.read(0, size)));
  const step = (size - SAMPLE_BYTES) / (SAMPLES - 1);
  const samples = await Promise.all(
    Array.from({ length: SAMPLES }, (_, i) => {
      const start = Math.floor(i * step);
      return source.read(start, start + SAMPLE_BYTES);
    }),
  );
  const newlines = samples.reduce((sum, sample) => sum + countNewlines(sample), 0);
  return Math.max(1, Math.round((newlines / (SAMPLES * SAMPLE_BYTES)) * size));
}

/**
 * What loading files takes.
 *
 * @param captions of each file
 * @param bytesInUse of the columns that are in memory already
 * @param limitBytes memory that the tab should take at most
 */
export function estimateLoad(
  files: readonly NamedBlob[],
  captions: readonly number[],
  bytesInUse: number,
  limitBytes: number,
): LoadEstimate {
  const total = captions.reduce((sum, ofFile) => sum + ofFile, 0);
  const bytesBefore = TAB_BYTES + bytesInUse;
  const first = roundDown((limitBytes - bytesBefore) / columnBytes(1));
  return {
    files: files.map(({ name }) => name),
    captions: total,
    bytes: bytesBefore + columnBytes(total),
    limitBytes,
    fits: first < 1 ? null : { first, oneIn: Math.ceil(total / first) },
  };
}

/** To two digits: 31,578,947 → 31,000,000. */
function roundDown(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return n < 1 ? 0 : Math.floor(n / unit) * unit;
}

/**
 * The files as they are to be read for a sampling.
 *
 * @param captions of each file, as estimated
 * @returns problems: one sentence for each file that is left out
 */
export function takeSample(
  files: readonly (PoolFile | PackedFile)[],
  captions: readonly number[],
  sampling: Sampling,
): { readonly files: readonly (PoolFile | PackedFile)[]; readonly problems: readonly string[] } {
  if (sampling === "all") return { files, problems: [] };
  if ("oneIn" in sampling) {
    const { oneIn } = sampling;
    const thinned = (file: PoolFile | PackedFile) =>
      "lineBytes" in file
        ? { ...file, oneIn }
        : { ...file, segments: file.segments.map((part) => ({ ...part, oneIn })) };
    return { files: files.map(thinned), problems: [] };
  }
  const taken: (PoolFile | PackedFile)[] = [];
  const problems: string[] = [];
  let left = sampling.first;
  for (const [i, file] of files.entries()) {
    const share = left / captions[i];
    if (share >= 1) taken.push(file);
    else if (share > 0) taken.push(cutAt(file, left, share));
    else problems.push(leftOut(file.name, sampling.first));
    left -= captions[i];
  }
  return { files: taken, problems };
}

/** The first captions of a file, which are so large a share of it. */
function cutAt(file: PoolFile | PackedFile, captions: number, share: number) {
  if ("lineBytes" in file) return { ...file, textBytes: Math.ceil(captions * file.lineBytes) };
  const last = Math.ceil(file.blob.size * share);
  const before = file.segments.filter(({ start }) => start < last);
  return {
    ...file,
    segments: before.map((part) => ({ ...part, end: Math.min(part.end, last) })),
  };
}

function leftOut(name: string, first: number): string {
  return `${name} was left out: the first ${first.toLocaleString("en")} captions end before it.`;
}
