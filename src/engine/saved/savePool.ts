import { transfer } from "comlink";
import { InputError } from "../../formats/inputError.ts";
import type { RecordFilters } from "../../formats/records/filters.ts";
import { answerOf, cancellationOf } from "../answers.ts";
import { columnBytes } from "../load/estimate.ts";
import { transferablesOf } from "../memory.ts";
import type { Origin } from "../origin.ts";
import type { Rest } from "../rest.ts";
import type { NamedBlob } from "../slice.ts";
import type { StartedWorker } from "../startWorkers.ts";
import type { MetadataSummary } from "../types.ts";
import type { ManifestSource } from "../workers/manifestApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import type { SavedApi, SlicesChunk } from "../workers/savedApi.ts";
import { handleOf } from "./fileHandles.ts";
import { nameOf, ofThisVersion, type SavedFile, type SavedPool } from "./savedPool.ts";

/** What is kept of a pool. */
export interface PoolToSave {
  /** Stands for the columns: the same object as long as they are the same. */
  readonly columns: object;
  /** Slices from one on, or null when there are no more. */
  readonly slicesFrom: (first: number) => Promise<SlicesChunk | null>;
  readonly captions: number;
  readonly matches: number;
  readonly isDemo: boolean;
  readonly files: readonly PoolFile[];
  readonly metadata: MetadataSummary;
  /** The user's metadata list; null for the one that comes with Headtail. */
  readonly list: NamedBlob | null;
  readonly source: ManifestSource | null;
  readonly filters: RecordFilters;
  /** SHA-256 of a file, in hex. */
  readonly hash: (file: NamedBlob) => Promise<string>;
  /** What is known of a file that is lacking, from when it was kept. */
  readonly savedFileOf: (file: PoolFile) => SavedFile | undefined;
}

/** Keeps pools in the site's own storage. What is there already is not written again. */
export interface SavedFiles {
  /**
   * Writes a pool, in a worker, and only while the engine is at rest.
   *
   * @throws InputError when it cannot be kept, in a sentence; the signal's reason when it is aborted
   */
  save(pool: PoolToSave, signal: AbortSignal): Promise<SavedPool>;
  /** These columns, list or text are in a file of the site's own storage already. */
  remember(what: object, name: string): void;
}

/** Copies of texts take no more than this, so that nobody's disk is filled. */
const MOST_TEXT_BYTES = 2e9;
/** Share of the free bytes that one pool takes at most. */
const MOST_SHARE = 0.5;
/** Copied between two looks at whether there is still rest: some 60 ms. */
const PART_BYTES = 2 ** 24;

export function createSavedFiles(
  startSaved: () => StartedWorker<SavedApi>,
  rest: Rest,
): SavedFiles {
  /** By columns, list or text. */
  const names = new WeakMap<object, string>();

  return {
    remember(what, name) {
      names.set(what, name);
    },

    async save(pool, signal) {
      const { api, died, stop } = startSaved();
      const { cancelled, release } = cancellationOf(signal);
      const ask = <T>(answer: Promise<T>) => answerOf(answer, died, cancelled);

      async function turn(): Promise<void> {
        await answerOf(rest.reached(), cancelled);
        signal.throwIfAborted();
      }

      /** The name of the file that holds something already, or null. */
      async function knownName(what: object): Promise<string | null> {
        const name = names.get(what);
        return name !== undefined && (await ask(api.find(name))) !== null ? name : null;
      }

      /** The name of a file that holds something, which is written where there is none. */
      async function nameFor(what: object, kind: string, write: () => Promise<void>) {
        const known = await knownName(what);
        if (known !== null) return known;
        const name = `${kind}-${crypto.randomUUID()}`;
        await turn();
        await ask(api.create(name));
        await write();
        await ask(api.finish());
        names.set(what, name);
        return name;
      }

      async function writeColumns(): Promise<void> {
        for (let next = 0; ; ) {
          await turn();
          const chunk = await ask(pool.slicesFrom(next));
          if (chunk === null) return;
          const { slices } = chunk;
          await ask(api.addSlices(transfer([...slices], transferablesOf(...slices))));
          next = chunk.next;
        }
      }

      async function writeBlob(file: NamedBlob): Promise<void> {
        for (let start = 0; start < file.blob.size; start += PART_BYTES) {
          await turn();
          await ask(api.addPart(file, start, Math.min(start + PART_BYTES, file.blob.size)));
        }
      }

      /** The name of a copy of a text, or null where there is no room for one. */
      async function copyOf({ name, blob }: PoolFile): Promise<string | null> {
        const known = await knownName(blob);
        if (known !== null || blob.size > textRoom) return known;
        textRoom -= blob.size;
        return nameFor(blob, "text", () => writeBlob({ name, blob }));
      }

      async function savedOrigin(origin: Origin, name: string): Promise<Origin> {
        const { blob } = origin;
        if (blob === null) return origin;
        return {
          ...origin,
          blob: null,
          sha256: await answerOf(pool.hash({ name, blob }), cancelled),
        };
      }

      async function saveFile(file: PoolFile): Promise<SavedFile> {
        const before = pool.savedFileOf(file);
        if (before !== undefined) return before;
        const { name, blob, segments, textFields, origin } = file;
        const handle = await handleOf(blob);
        const text = handle === null ? await copyOf(file) : null;
        return {
          name,
          size: blob.size,
          segments,
          textFields,
          ...(origin && { origin: await savedOrigin(origin, name) }),
          text,
          handle,
          lastModified: handle === null ? null : (blob as File).lastModified,
          fingerprint: await ask(api.fingerprint({ name, blob })),
        };
      }

      /** Bytes that texts may take still. */
      let textRoom = 0;

      try {
        await turn();
        const freeBytes = await ask(api.freeBytes());
        const room = freeBytes * MOST_SHARE - columnBytes(pool.captions, pool.matches);
        if (room < 0) throw new DOMException("Too little is free", "QuotaExceededError");
        textRoom = Math.min(room, MOST_TEXT_BYTES);

        const columns = await nameFor(pool.columns, "columns", writeColumns);
        const given = pool.list;
        const list = given && (await nameFor(given.blob, "list", () => writeBlob(given)));
        const files: SavedFile[] = [];
        for (const file of pool.files) files.push(await saveFile(file));
        const { captions, isDemo, metadata, source, filters } = pool;
        return ofThisVersion({
          captions,
          isDemo,
          columns,
          metadata,
          list,
          source,
          filters,
          files,
        });
      } catch (error) {
        signal.throwIfAborted();
        if ((error as Error).name === "AbortError") throw error;
        throw new InputError(notKept(nameOf(pool.files), error as Error));
      } finally {
        release();
        await answerOf(api.drop(), died).catch(() => {});
        stop();
      }
    },
  };
}

function notKept(name: string, { name: kind, message }: Error): string {
  switch (kind) {
    case "QuotaExceededError":
      return `${name} is not kept for a reload: there is too little room on the disk.`;
    case "InputError":
      return `${name} is not kept for a reload: ${message}`;
    default:
      return `${name} is not kept for a reload: this window has no storage (${message}).`;
  }
}
