import { isGzip, listTooLargeSentence, MAX_LIST_BYTES } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import { detectFields } from "../../formats/jsonl/fields.ts";
import { countLines } from "../../formats/jsonl/lines.ts";
import { directorySentence, kindOf } from "../../formats/sniff.ts";
import type { NamedBlob } from "../slice.ts";
import { fileSource } from "../workers/fileSource.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import type { Inflating } from "./inflating.ts";

/** A gzip file whose text holds captions, all in one field. */
export interface PackedFile extends NamedBlob {
  readonly captionField: string;
  readonly textFields: readonly string[];
  /** Mean bytes of a line, in its first bytes. */
  readonly lineBytes: number;
  /** One line in so many is taken. */
  readonly oneIn: number;
  /** Bytes of its text that are read, at most. */
  readonly textBytes: number;
}

/** Dropped or picked files, told apart. */
export interface Inputs {
  readonly captions: readonly (PoolFile | PackedFile)[];
  readonly metadata: NamedBlob | null;
  readonly manifest: NamedBlob | null;
  /** One sentence for each file that is left out. */
  readonly problems: readonly string[];
}

const HEAD_BYTES = 2 ** 16;
/** Tried where the first records have no text at all, so that their lines are counted. */
const FALLBACK_FIELD = "text";

/** Looks at the first bytes of each file. */
export async function readInputs(files: readonly File[], inflating: Inflating): Promise<Inputs> {
  const captions: (PoolFile | PackedFile)[] = [];
  const metadata: NamedBlob[] = [];
  const manifests: NamedBlob[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const named = { name: file.name, blob: file };
    try {
      const start = await readHead(named);
      const isPacked = isGzip(start);
      const head = isPacked ? await inflating.start(named, HEAD_BYTES) : start;
      const kind = kindOf(file.name, isPacked ? head.length : file.size, head);
      if (kind === "metadata") metadata.push(await readList(named, inflating));
      else if (kind === "manifest") manifests.push(await readList(named, inflating));
      else captions.push(isPacked ? packedFile(named, head) : poolFile(named, head));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }
  for (const { name } of metadata.slice(1)) {
    problems.push(
      `${name} is a second metadata list and was left out: ${metadata[0].name} is used.`,
    );
  }
  for (const { name } of manifests.slice(1)) {
    problems.push(`${name} is a second manifest and was left out: ${manifests[0].name} is used.`);
  }
  return { captions, metadata: metadata[0] ?? null, manifest: manifests[0] ?? null, problems };
}

/**
 * A metadata list or manifest, unpacked where it is a gzip file.
 *
 * @throws InputError when it cannot be read or unpacked, or is too large unpacked
 */
export async function readList(list: NamedBlob, inflating: Inflating): Promise<NamedBlob> {
  if (!isGzip(await readHead(list))) return list;
  const bytes = await inflating.start(list, MAX_LIST_BYTES + 1);
  if (bytes.length > MAX_LIST_BYTES) throw new InputError(listTooLargeSentence(list.name));
  return { name: list.name, blob: new Blob([bytes]) };
}

async function readHead(file: NamedBlob): Promise<Uint8Array> {
  try {
    return await fileSource(file).read(0, Math.min(HEAD_BYTES, file.blob.size));
  } catch (error) {
    // A folder that was dropped is a File like others, until it is read.
    if (!file.name.includes(".")) throw new InputError(directorySentence(file.name));
    throw error;
  }
}

/** A caption file, its caption field found from its first bytes. */
function poolFile(file: NamedBlob, head: Uint8Array): PoolFile {
  return unpackedFile(packedFile(file, head), file.blob);
}

function packedFile(file: NamedBlob, head: Uint8Array): PackedFile {
  const { captionField, textFields } = detectFields(head);
  return {
    ...file,
    captionField: captionField ?? FALLBACK_FIELD,
    textFields,
    lineBytes: head.length / countLines(head),
    oneIn: 1,
    textBytes: Number.POSITIVE_INFINITY,
  };
}

/** @param blob its text */
export function unpackedFile(file: PackedFile, blob: Blob): PoolFile {
  const { name, captionField, textFields, oneIn } = file;
  const end = Math.min(blob.size, file.textBytes);
  return { name, blob, textFields, segments: [{ start: 0, end, captionField, oneIn }] };
}

/** A caption file that is known to be one. */
export async function readCaptionFile(file: NamedBlob): Promise<PoolFile> {
  return poolFile(file, await readHead(file));
}
