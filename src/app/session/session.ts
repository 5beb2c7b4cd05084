import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { type Distribution, distributionOf } from "../../core/counting/distribution.ts";
import { tailShareAt, thresholdForTailShare } from "../../core/counting/threshold.ts";
import type {
  ColumnMapping,
  Engine,
  ExportProgress,
  ExportRequest,
  FileLook,
  JobOptions,
  LargeText,
  LoadEstimate,
  LoadOptions,
  LoadProgress,
  LoadResult,
  Pool,
  RecordFilters,
  Sampling,
  SavedPool,
} from "../../engine/types.ts";
import { kindOf } from "../../formats/sniff.ts";
import type { Destination } from "./destination.ts";
import {
  type History,
  mapHistory,
  movedBetween,
  NO_HISTORY,
  redone,
  remember,
  undone,
} from "./history.ts";
import { type Images, isImage, withImages } from "./images.ts";
import { rememberColumns, rememberedColumns } from "./rememberedColumns.ts";
import { areSame, DEFAULT_SETTINGS, type Settings, type ThresholdSetting } from "./settings.ts";

/** Milliseconds after the last move of t. */
const REST = 120;
/** Changes that follow each other so soon, as in a drag, are one step of undo. */
const SAME_MOVE = 800;

/** A load that waits for the user to say how much of its files is taken. */
export interface TooLargeLoad {
  readonly estimate: LoadEstimate;
  readonly take: (sampling: Sampling) => void;
}

/** A file of a load that waits for the user to say which of its columns are read. */
export interface AskedColumns {
  readonly file: string;
  readonly look: FileLook;
  /** Gets null for a file to be left out. */
  readonly answer: (mapping: ColumnMapping | null) => void;
}

/** A file of a load that waits for the user to say whether it is unpacked any further. */
export interface UnpackingFile {
  readonly text: LargeText;
  readonly answer: (goesOn: boolean) => void;
}

/** A load or an export under way. */
export interface Job {
  readonly id: number;
  readonly name: string;
  readonly progress: LoadProgress | ExportProgress | null;
  readonly tooLarge: TooLargeLoad | null;
  readonly asked: AskedColumns | null;
  readonly unpacking: UnpackingFile | null;
  readonly cancel: () => void;
}

export interface Notice {
  readonly kind: "problem" | "done";
  readonly sentences: readonly string[];
}

/** A caption that is looked at more closely: of the pool with these files, whatever its draw. */
export interface OpenedCaption {
  readonly files: Pool["files"];
  /** Position in the pool. */
  readonly index: number;
}

/** What an export writes. */
export type WrittenFiles = Pick<ExportRequest, "shape" | "withColumns" | "sideFiles">;

type Questions = Required<Pick<LoadOptions, "askColumns" | "askUnpacking" | "onTooLarge">>;

/** What the page shows: one pool, the settings, what follows from both, and what is under way. */
export interface Session {
  readonly settings: Settings;
  readonly history: History;
  readonly pool: Pool | null;
  /** Of `pool`; empty before the first. */
  readonly distribution: Distribution;
  /** The threshold as set, for this pool: an integer from 1 to `maxThreshold`. */
  readonly t: number;
  /** t once it has come to rest: what workers are asked for, never during a drag. */
  readonly restedT: number;
  /** Tail share: as asked for when it is fixed, otherwise the one t has. */
  readonly p: number;
  readonly jobs: readonly Job[];
  readonly notice: Notice | null;
  /** Files that wait for the user to say whether they replace the pool or join it. */
  readonly offered: readonly File[] | null;
  /** Addresses of files that the link to the page names, while it is not answered; otherwise none. */
  readonly linkedFiles: readonly string[];
  /** Addresses that the pool's files were fetched from; none for files of this machine. */
  readonly poolAddresses: readonly string[];
  readonly openedCaption: OpenedCaption | null;
  /** For captions whose record names one. */
  readonly images: Images;
  /** Hosts that thumbnails are fetched from; null while they are off, as they are for every new pool. */
  readonly thumbnailHosts: readonly string[] | null;

  start(): Promise<void>;
  /**
   * Brings a kept pool back, and settings with it.
   *
   * @returns whether it is there now; if not, a notice says why
   */
  restore(saved: SavedPool, settings?: Settings): Promise<boolean>;
  /** Asks for leave to read files again; to be called on a click. */
  allowAgain(): void;
  /** Takes files for those whose texts are lacking. */
  chooseAgain(files: readonly File[]): Promise<boolean>;
  /**
   * Opens files in the place of the pool, or beside it when the user says so.
   *
   * @param addresses where all of them were fetched from, as they are; none for other files
   */
  open(files: readonly File[], addresses?: readonly string[]): void;
  answer(mode: "replace" | "add" | "cancel"): void;
  /** Loads the files that the link names, or goes on without them when they are null. */
  answerLink(files: readonly File[] | null): void;
  changeMetadata(list: File | "default"): void;
  changeCaptionField(file: number, field: string): void;
  changeColumns(file: number, mapping: ColumnMapping): void;
  changeFilters(filters: RecordFilters): void;
  tellProblem(error: Error): void;
  /** Changes settings; the page follows, and the change can be undone. */
  change(settings: Partial<Settings>): void;
  setThreshold(t: number): void;
  setTailShare(p: number): void;
  undo(): void;
  redo(): void;
  exportBalanced(destination: Destination, what: WrittenFiles): Promise<void>;
  dismissNotice(): void;
  /** Opens a caption of the pool by its position, or closes the one that is open. */
  openCaption(index: number | null): void;
  /** Turns thumbnails on, and tells of the hosts that those on screen come from. */
  showThumbnails(hosts: readonly string[]): void;
  hideThumbnails(): void;
}

export type SessionStore = StoreApi<Session>;

/** The threshold from which on every matched caption stays: one more than the largest count. */
export function maxThreshold({ counts }: Distribution): number {
  return (counts.at(-1) ?? 0) + 1;
}

/** Captions that are kept or not: of the pool, or of the source a balanced subset was taken from. */
export function captionsBalanced({ source, captions }: Pool): number {
  return source?.captions ?? captions;
}

const NO_ADDRESSES: readonly string[] = [];

/**
 * @param settings those to start with
 * @param linkedFiles addresses of files that the link to the page names
 */
export function createSession(
  engine: Engine,
  settings = DEFAULT_SETTINGS,
  linkedFiles = NO_ADDRESSES,
): SessionStore {
  let nextJob = 1;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let lastMove: { what: string | null; at: number } = NO_MOVE;
  let drawing = false;
  /** Addresses of the files that are offered. */
  let offeredFrom = NO_ADDRESSES;

  return createStore<Session>()((set, get) => {
    function show(pool: Pool, settings = get().settings, history = get().history): void {
      const { distribution } = pool;
      const threshold = thresholdOf(distribution, settings.threshold);
      set({ pool, distribution, settings, history, ...threshold });
      rest();
      draw();
    }

    /** Draws anew until the pool has the seed that is set. */
    async function draw(): Promise<void> {
      const { pool, settings } = get();
      if (drawing || pool === null || pool.seed === settings.seed) return;
      drawing = true;
      try {
        const drawn = await engine.draw(settings.seed);
        drawing = false;
        show(drawn);
      } catch (error) {
        drawing = false;
        set({ notice: { kind: "problem", sentences: [(error as Error).message] } });
      }
    }

    function rest(): void {
      clearTimeout(resting);
      set({ restedT: get().t });
    }

    function putOffRest(): void {
      engine.postponeRest();
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    }

    function apply(settings: Settings, history: History): void {
      const { distribution, t } = get();
      const threshold = thresholdOf(distribution, settings.threshold);
      set({ settings, history, ...threshold });
      if (threshold.t !== t) putOffRest();
      draw();
    }

    function go(step: typeof undone): void {
      const { settings, history } = get();
      const gone = step(history, settings);
      lastMove = NO_MOVE;
      if (gone !== null) apply(gone.settings, gone.history);
    }

    async function run<Progress extends LoadProgress | ExportProgress, Result>(
      name: string,
      work: (options: JobOptions<Progress> & Questions) => Promise<Result>,
      finish: (result: Result) => void,
    ): Promise<boolean> {
      const id = nextJob++;
      const controller = new AbortController();
      const update = (change: (job: Job) => Job) =>
        set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? change(job) : job)) }));
      const cancel = () => controller.abort();
      const job = {
        id,
        name,
        progress: null,
        tooLarge: null,
        asked: null,
        unpacking: null,
        cancel,
      };
      set(({ jobs }) => ({ jobs: [...jobs, job], notice: null }));
      const onProgress = (progress: Progress) => update((job) => ({ ...job, progress }));
      const onTooLarge = (estimate: LoadEstimate) =>
        new Promise<Sampling>((resolve) => {
          const take = (sampling: Sampling) => {
            update((job) => ({ ...job, tooLarge: null }));
            resolve(sampling);
          };
          update((job) => ({ ...job, tooLarge: { estimate, take } }));
        });
      const askColumns = (file: string, look: FileLook) => {
        const known = rememberedColumns(look);
        if (known !== null || look.isSure) return Promise.resolve(known ?? look.mapping);
        return new Promise<ColumnMapping | null>((resolve) => {
          const answer = (mapping: ColumnMapping | null) => {
            if (mapping !== null) rememberColumns(look, mapping);
            update((job) => ({ ...job, asked: null }));
            resolve(mapping);
          };
          update((job) => ({ ...job, asked: { file, look, answer } }));
        });
      };
      const askUnpacking = (text: LargeText) =>
        new Promise<boolean>((resolve) => {
          const answer = (goesOn: boolean) => {
            update((job) => ({ ...job, unpacking: null }));
            resolve(goesOn);
          };
          update((job) => ({ ...job, unpacking: { text, answer } }));
        });
      const questions = { onTooLarge, askColumns, askUnpacking };
      try {
        finish(await work({ signal: controller.signal, onProgress, ...questions }));
        return true;
      } catch (error) {
        if (!controller.signal.aborted) {
          set({ notice: { kind: "problem", sentences: [(error as Error).message] } });
        }
        return false;
      } finally {
        set(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
      }
    }

    function load(
      name: string,
      work: (options: LoadOptions) => Promise<LoadResult>,
      settings?: Settings,
    ): Promise<boolean> {
      return run(name, work, ({ pool, problems, recipe }) => {
        set({ thumbnailHosts: null });
        if (recipe === null) {
          bring(pool, settings);
        } else {
          const { fixed, t, p, seed } = recipe;
          const threshold: ThresholdSetting = fixed === "t" ? { fixed, t } : { fixed, p };
          const settings = fitted(get().settings, pool, get().pool);
          bring(pool, { ...settings, threshold, seed });
        }
        if (problems.length > 0) set({ notice: { kind: "problem", sentences: problems } });
      });
    }

    /** Shows a pool of other files, with other settings where there are any. */
    function bring(pool: Pool, wanted?: Settings): void {
      const { settings, history, pool: before } = get();
      const next = wanted ? fitted(wanted, pool, null) : fitted(settings, pool, before);
      const isChanged = !areSame(next, settings);
      const remembered = wanted && isChanged ? remember(history, settings, false) : history;
      show(
        pool,
        next,
        mapHistory(remembered, (step) => fitted(step, pool, before)),
      );
    }

    async function loadFiles(
      files: readonly File[],
      mode: "replace" | "add",
      poolAddresses = NO_ADDRESSES,
    ): Promise<void> {
      const work = (options: LoadOptions) => engine.load({ files, mode }, options);
      if (await load(nameOfFiles(files), work)) set({ poolAddresses });
    }

    function offer(files: readonly File[], addresses: readonly string[]): void {
      offeredFrom = addresses;
      set({ offered: files });
    }

    return {
      settings,
      history: NO_HISTORY,
      pool: null,
      distribution: distributionOf(new Uint32Array(0)),
      t: 1,
      restedT: 1,
      p: 0,
      jobs: [],
      notice: null,
      offered: null,
      linkedFiles,
      poolAddresses: NO_ADDRESSES,
      openedCaption: null,
      images: new Map(),
      thumbnailHosts: null,

      async start() {
        await load("the demo pool", (options) => engine.loadDemo(get().settings.seed, options));
      },

      restore(saved, settings) {
        const { seed } = settings ?? get().settings;
        const work = (options: LoadOptions) => engine.restore(saved, seed, options);
        return load(nameOfFiles(saved.files), work, settings);
      },

      allowAgain() {
        load("files to read again", (options) => engine.allowAgain(options));
      },

      chooseAgain: (files) =>
        load(nameOfFiles(files), (options) => engine.chooseAgain(files, options)),

      open(chosen, addresses = NO_ADDRESSES) {
        const { pool, jobs, images } = get();
        const pictures = chosen.filter(isImage);
        const files = chosen.filter((file) => !isImage(file));
        if (pictures.length > 0) {
          set({
            images: withImages(images, pictures),
          });
        }
        if (files.length === 0) {
          if (pictures.length > 0) set({ notice: imagesNotice(pictures.length) });
          return;
        }
        const hasOwn = pool !== null && !pool.isDemo;
        if (areLacking(files, pool)) {
          get()
            .chooseAgain(files)
            .then((areThey) => areThey || offer(files, addresses));
          return;
        }
        if (!hasOwn && jobs.length === 0) loadFiles(files, "replace", addresses);
        else if (files.some((file) => !mayBeList(file))) offer(files, addresses);
        else {
          bringCaptions(files).then((theyDo) => {
            if (theyDo) offer(files, addresses);
            // A list alone does not tell where the captions beside it are from.
            else loadFiles(files, "replace", hasOwn ? NO_ADDRESSES : addresses);
          });
        }
      },

      answer(mode) {
        const { offered, jobs } = get();
        set({ offered: null });
        if (!offered || mode === "cancel") return;
        if (mode === "replace") for (const job of jobs) job.cancel();
        loadFiles(offered, mode, addressesAfter(mode, get().poolAddresses, offeredFrom));
      },

      answerLink(files) {
        const { linkedFiles } = get();
        set({ linkedFiles: NO_ADDRESSES });
        if (files !== null) loadFiles(files, "replace", linkedFiles);
      },

      changeMetadata(list) {
        const name = list === "default" ? "the WordNet list" : list.name;
        load(name, (options) => engine.changeMetadata(list, options));
      },

      changeCaptionField(file, field) {
        load(`captions in “${field}”`, (options) =>
          engine.changeCaptionField(file, field, options),
        );
      },

      changeColumns(file, mapping) {
        load(`captions in “${mapping.captions.join("”, “")}”`, (options) =>
          engine.changeColumns(file, mapping, options),
        );
      },

      changeFilters(filters) {
        load("filtered captions", (options) => engine.changeFilters(filters, options));
      },

      tellProblem({ message }) {
        set({ notice: { kind: "problem", sentences: [message] } });
      },

      change(changed) {
        const { settings, history, t, restedT } = get();
        const next = { ...settings, ...changed };
        if (areSame(next, settings)) {
          // Where one t takes many pixels, the pointer moves on while t stands.
          if (t !== restedT) putOffRest();
          return;
        }
        const move = { what: movedBetween(settings, next), at: Date.now() };
        const isSameMove =
          move.what !== null && move.what === lastMove.what && move.at - lastMove.at < SAME_MOVE;
        lastMove = move;
        apply(next, remember(history, settings, isSameMove));
      },

      setThreshold(wanted) {
        const largest = maxThreshold(get().distribution);
        const t = Math.min(Math.max(1, Math.round(wanted)), largest);
        get().change({ threshold: { fixed: "t", t } });
      },

      setTailShare(wanted) {
        get().change({ threshold: { fixed: "p", p: Math.min(Math.max(0, wanted), 1) } });
      },

      undo: () => go(undone),
      redo: () => go(redone),

      async exportBalanced(destination, what) {
        const { t, p, pool, settings } = get();
        if (!pool) return;
        const { fixed } = settings.threshold;
        const baseName = `${pool.files[0].name.replace(/\.[^.]+$/, "")}-balanced-t${t}-seed${pool.seed}`;
        await run<ExportProgress, string>(
          "export",
          async (options) => {
            const { directory } = destination;
            const request = { t, p, fixed, ...what, directory, baseName };
            const { captionsKept, files } = await engine.exportBalanced(request, options);
            await destination.deliver(files);
            const place = destination.name ? `in “${destination.name}”` : "in your downloads";
            return `${captionsKept.toLocaleString("en")} captions saved ${place}: ${files.join(", ")}.`;
          },
          (sentence) => set({ notice: { kind: "done", sentences: [sentence] } }),
        );
      },

      dismissNotice: () => set({ notice: null }),

      openCaption(index) {
        const { pool } = get();
        set({ openedCaption: pool && index !== null ? { files: pool.files, index } : null });
      },
      showThumbnails(hosts) {
        const known = get().thumbnailHosts ?? [];
        set({ thumbnailHosts: [...new Set([...known, ...hosts])] });
      },

      hideThumbnails: () => set({ thumbnailHosts: null }),
    };
  });
}

function imagesNotice(images: number): Notice {
  const are = images === 1 ? "1 image is" : `${images.toLocaleString("en")} images are`;
  const sentence = `${are} ready for captions whose record names the file. Turn on thumbnails beside the captions to see them.`;
  return { kind: "done", sentences: [sentence] };
}

/** Addresses of a pool's files, when all of them have one. */
function addressesAfter(
  mode: "replace" | "add",
  before: readonly string[],
  added: readonly string[],
): readonly string[] {
  if (mode === "replace") return added;
  return before.length > 0 && added.length > 0 ? [...before, ...added] : NO_ADDRESSES;
}

const NO_MOVE = { what: null, at: 0 };

/** Settings for a pool that takes the place of another: a filter by file stays where that file does. */
function fitted(settings: Settings, pool: Pool, before: Pool | null): Settings {
  const { file } = settings.captions;
  if (file === null) return settings;
  const name = pool.files[file]?.name;
  const stays = name !== undefined && (before === null || before.files[file]?.name === name);
  return stays ? settings : { ...settings, captions: { ...settings.captions, file: null } };
}

/** Whether a file is a list or a manifest, as its name goes; it may hold captions all the same. */
function mayBeList({ name }: File): boolean {
  return /\.(json|txt)$/i.test(name);
}

/** Whether there are captions among files, which would take the place of those that are there. */
async function bringCaptions(files: readonly File[]): Promise<boolean> {
  const kinds = files.map(async (file) => {
    const head = await file.slice(0, HEAD_BYTES).arrayBuffer();
    return kindOf(file.name, file.size, new Uint8Array(head));
  });
  // What cannot be read is told of when it is loaded.
  const settled = await Promise.allSettled(kinds);
  return settled.some(
    (kind) =>
      kind.status === "fulfilled" && (kind.value === "captions" || kind.value === "records"),
  );
}

const HEAD_BYTES = 2 ** 16;

/** Whether files go by the names of those whose texts are lacking. */
function areLacking(files: readonly File[], pool: Pool | null): boolean {
  const lacking = pool?.files.filter((file) => file.lacking !== undefined) ?? [];
  return files.every(({ name }) => lacking.some((file) => file.name === name));
}

function nameOfFiles(files: readonly { readonly name: string }[]): string {
  return files.length === 1 ? files[0].name : `${files.length} files`;
}

/** t and p in a pool, by what is held. */
export function thresholdOf(
  distribution: Distribution,
  setting: ThresholdSetting,
): { t: number; p: number } {
  const largest = maxThreshold(distribution);
  if (setting.fixed === "t") {
    const t = Math.min(Math.max(1, Math.round(setting.t)), largest);
    return { t, p: tailShareAt(distribution, t) };
  }
  const { p } = setting;
  return { p, t: p === 1 ? largest : thresholdForTailShare(distribution, p) };
}

/** Position of the caption that is open, or null. */
export function openedIndex({ pool, openedCaption }: Session): number | null {
  return openedCaption?.files === pool?.files ? (openedCaption?.index ?? null) : null;
}

/** The session and engine of the page a component stands in. */
export const SessionContext = createContext<{ store: SessionStore; engine: Engine } | null>(null);

function usePage() {
  const page = useContext(SessionContext);
  if (!page) throw new Error("A component of the page stands outside of SessionContext.");
  return page;
}

export function useEngine(): Engine {
  return usePage().engine;
}

/** For what acts on the session and shows nothing of it. */
export function useSessionStore(): SessionStore {
  return usePage().store;
}

/** Reads one value of the session; the component renders again only when it changes. */
export function useSession<T>(select: (session: Session) => T): T {
  return useStore(usePage().store, select);
}

/** The pool, for what is shown only when there is one. */
export function usePool(): Pool {
  return useSession((session) => session.pool) as Pool;
}
