import { byteOrderMarkLength } from "../byteOrderMark.ts";
import { MAX_LINE_BYTES } from "../jsonl/lines.ts";
import { readObject } from "../jsonl/recordReader.ts";
import {
  type BadReason,
  BadRecord,
  type RecordSource,
  type RecordStream,
  type SourceRecord,
} from "../records/record.ts";
import { inBatches, type RecordGroup } from "./inBatches.ts";
import { type TarMember, type TarReader, tarReader } from "./members.ts";
import { type GroupedMember, isUnsafe, sampleGrouper } from "./samples.ts";

/** What an archive holds besides texts. */
export interface TarTotals {
  readonly samples: number;
  /** Images, none of which is read. */
  readonly images: number;
  readonly imageBytes: number;
}

type Tally = { -readonly [K in keyof TarTotals]: TarTotals[K] };

/** A sample as far as it is read. */
interface Sample {
  readonly key: string;
  json: SourceRecord | null;
  text: string | null;
  image: string | null;
  bad: BadReason | null;
  bytes: number;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the samples of a webdataset archive. A record has the fields of the sample's .json; `text`,
 * that of its .txt without the newline at its end, unless the .json has it as text or caption (where
 * it has another text, `txt`); `key`; and `image`, the name of the first image. Fields of the .json
 * stay as they are. Of images, only the headers are read.
 *
 * A sample is a {@link BadRecord} that begins with its key when its name is unsafe, its .json or .txt
 * is longer than 16 MiB, broken or no UTF-8, or when it has neither.
 *
 * @param onTotals is told once, when nothing more is read
 * @throws InputError where a header is damaged or the file is cut short. A sample of which a member is
 *   cut is not given.
 */
export async function* readTar(
  source: RecordSource,
  onTotals?: (totals: TarTotals) => void,
): RecordStream {
  const tally: Tally = { samples: 0, images: 0, imageBytes: 0 };
  try {
    yield* inBatches(samples(source, tally));
  } finally {
    onTotals?.(tally);
  }
}

async function* samples(
  source: RecordSource,
  tally: Tally,
): AsyncGenerator<RecordGroup, void, void> {
  const tar = tarReader(source);
  const group = sampleGrouper();
  let sample: Sample | null = null;
  let isWhole = true;
  try {
    for (let member = await tar.next(); member !== null; member = await tar.next()) {
      const grouped = member.kind === "file" ? group(member.name) : null;
      if (grouped === null) continue;
      if (sample === null || grouped.isFirst) {
        if (sample !== null) yield finished(sample, tally);
        sample = begun(grouped.key);
      }
      isWhole = false;
      await take(sample, grouped, member, tar, tally);
      isWhole = true;
    }
  } catch (error) {
    const isTold = sample !== null && (sample.json ?? sample.text ?? sample.bad) !== null;
    if (sample !== null && isTold && isWhole) yield finished(sample, tally);
    throw error;
  } finally {
    await tar.close();
  }
  if (sample !== null) yield finished(sample, tally);
}

function begun(key: string): Sample {
  return { key, json: null, text: null, image: null, bad: null, bytes: 0 };
}

async function take(
  sample: Sample,
  { kind }: GroupedMember,
  member: TarMember,
  tar: TarReader,
  tally: Tally,
): Promise<void> {
  if (kind === "image") {
    sample.image ??= member.name;
    tally.images++;
    tally.imageBytes += member.size;
  }
  if (isUnsafe(member.name)) sample.bad ??= "unsafe-name";
  if (kind === "image" || kind === "other" || sample.bad !== null) return tar.pass();
  if (member.size > MAX_LINE_BYTES) {
    sample.bad = "too-long";
    return tar.pass();
  }
  const content = await tar.content();
  sample.bytes += content.length;
  if (kind === "json") {
    const object = readObject(content, byteOrderMarkLength(content), content.length);
    if (typeof object === "string") sample.bad = object;
    else sample.json = object;
    return;
  }
  try {
    sample.text = decoder.decode(content).replace(/\r?\n$/, "");
  } catch {
    sample.bad = "not-utf8";
  }
}

function finished(sample: Sample, tally: Tally): RecordGroup {
  tally.samples++;
  return { records: [recordOf(sample)], bytes: sample.bytes };
}

function recordOf({ key, json, text, image, bad }: Sample): SourceRecord | BadRecord {
  const reason = bad ?? (json === null && text === null ? "no-text" : null);
  if (reason !== null) return new BadRecord(reason, null, key.slice(0, 200));
  const record: Record<string, unknown> = { ...json };
  const add = (field: string, value: string) => {
    if (!Object.hasOwn(record, field)) record[field] = value;
  };
  if (text !== null && record.text !== text && record.caption !== text) {
    add(Object.hasOwn(record, "text") ? "txt" : "text", text);
  }
  add("key", key);
  if (image !== null) add("image", image);
  return record;
}
