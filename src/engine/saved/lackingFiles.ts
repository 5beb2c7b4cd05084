import { InputError } from "../../formats/inputError.ts";
import type { NamedBlob } from "../slice.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import { rememberHandle } from "./fileHandles.ts";
import { type Lacking, type SavedFile, savedFile } from "./savedPool.ts";

/** Files whose texts the browser does not give again; an empty text stands for each of them. */
export interface LackingFiles {
  /** Reads a file by its handle where that is allowed still, or puts an empty text in its place. */
  readAgain(saved: SavedFile): Promise<FileOrProblem>;
  /** Asks for leave to read the files that have handles; the browser does so only on a click. */
  allow(files: readonly PoolFile[]): Promise<GivenFiles>;
  /**
   * Finds the files that are lacking among others, by name, size and fingerprint.
   *
   * @throws InputError when there is none
   */
  findAmong(
    files: readonly PoolFile[],
    texts: readonly NamedBlob[],
    fingerprint: (file: NamedBlob) => Promise<string>,
  ): Promise<GivenFiles>;
  /** What was kept of a file, when it is lacking. */
  savedOf(file: NamedBlob): SavedFile | undefined;
  /** Why a file is lacking, when it is. */
  reasonOf(file: NamedBlob): Lacking | undefined;
}

export interface FileOrProblem {
  readonly file: PoolFile;
  readonly problem: string | null;
}

/** Texts for files of the pool, and one sentence for each that was not to be had. */
export interface GivenFiles {
  readonly texts: ReadonlyMap<PoolFile, Blob>;
  readonly problems: readonly string[];
}

type Reading =
  | { readonly blob: File }
  | { readonly reason: Lacking; readonly problem: string | null };

export function createLackingFiles(): LackingFiles {
  const lacking = new WeakMap<Blob, { readonly saved: SavedFile; readonly reason: Lacking }>();

  return {
    async readAgain(saved) {
      const { size, handle } = saved;
      const read: Reading = handle
        ? await readByHandle(saved, handle, false)
        : { reason: "file", problem: null };
      if ("blob" in read) {
        return { file: savedFile(saved, read.blob), problem: null };
      }
      const blob = new Blob([]);
      lacking.set(blob, { saved, reason: read.reason });
      const file = { ...savedFile(saved, blob), lackingBytes: size };
      return { file, problem: read.problem };
    },

    async allow(files) {
      const texts = new Map<PoolFile, Blob>();
      const problems: string[] = [];
      const asked = files.map(async (file) => {
        const saved = lacking.get(file.blob)?.saved;
        if (!saved?.handle) return;
        const read = await readByHandle(saved, saved.handle, true);
        if ("blob" in read) texts.set(file, read.blob);
        else if (read.problem !== null) problems.push(read.problem);
      });
      await Promise.all(asked);
      return { texts, problems };
    },

    async findAmong(files, texts, fingerprint) {
      const found = new Map<PoolFile, Blob>();
      const problems: string[] = [];
      for (const file of files) {
        const saved = lacking.get(file.blob)?.saved;
        if (saved === undefined) continue;
        for (const text of texts.filter(({ name }) => name === saved.name)) {
          const isSame =
            text.blob.size === saved.size && (await fingerprint(text)) === saved.fingerprint;
          if (isSame) found.set(file, text.blob);
          else problems.push(anotherFile(saved.name));
        }
      }
      if (found.size === 0) {
        throw new InputError(problems.join(" ") || noneOfThem(texts.map(({ name }) => name)));
      }
      return { texts: found, problems };
    },

    savedOf: ({ blob }) => lacking.get(blob)?.saved,
    reasonOf: ({ blob }) => lacking.get(blob)?.reason,
  };
}

async function readByHandle(
  { name, size, lastModified }: SavedFile,
  handle: FileSystemFileHandle,
  isAsked: boolean,
): Promise<Reading> {
  try {
    const leave = await (isAsked
      ? handle.requestPermission({ mode: "read" })
      : handle.queryPermission({ mode: "read" }));
    if (leave !== "granted") return { reason: "permission", problem: null };
    const blob = await handle.getFile();
    if (blob.size !== size || blob.lastModified !== lastModified) {
      return { reason: "file", problem: changed(name) };
    }
    rememberHandle(blob, Promise.resolve(handle));
    return { blob };
  } catch {
    return { reason: "file", problem: gone(name) };
  }
}

function changed(name: string): string {
  return `${name} was changed since it was loaded. Its counts and curves are those of the file as it was; open it again to see it as it is now.`;
}

function gone(name: string): string {
  return `${name} was moved or deleted since it was loaded. Its counts and curves are here; choose the file to see its captions, too.`;
}

function anotherFile(name: string): string {
  return `This ${name} is not the one that was loaded: its bytes are others. Choose that one, or open this one as new captions.`;
}

function noneOfThem([name]: readonly string[]): string {
  return `${name} is not among the files that were loaded. Choose one of the same name, or open this one as new captions.`;
}
