import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { type Distribution, distributionOf } from "../../core/counting/distribution.ts";
import { tailShareAt, thresholdForTailShare } from "../../core/counting/threshold.ts";
import type {
  Engine,
  ExportProgress,
  JobOptions,
  LoadEstimate,
  LoadOptions,
  LoadProgress,
  LoadResult,
  Pool,
  Sampling,
} from "../../engine/types.ts";
import type { Destination } from "./destination.ts";

/** The tail share behind the paper's thresholds. */
export const DEFAULT_TAIL_SHARE = 0.06;

/** Milliseconds after the last move of t. */
const REST = 120;

/** A load that waits for the user to say how much of its files is taken. */
export interface TooLargeLoad {
  readonly estimate: LoadEstimate;
  readonly take: (sampling: Sampling) => void;
}

/** A load or an export under way. */
export interface Job {
  readonly id: number;
  readonly name: string;
  readonly progress: LoadProgress | ExportProgress | null;
  readonly tooLarge: TooLargeLoad | null;
  readonly cancel: () => void;
}

export interface Notice {
  readonly kind: "problem" | "done";
  readonly sentences: readonly string[];
}

/** What the page shows: one pool, one setting of the threshold, and what is under way. */
export interface Session {
  readonly pool: Pool | null;
  /** Of `pool`; empty before the first. */
  readonly distribution: Distribution;
  /** Threshold: an integer from 1 to `maxThreshold`. */
  readonly t: number;
  /** t once it has come to rest: what workers are asked for, never during a drag. */
  readonly restedT: number;
  /** Tail share: as asked for when it is fixed, otherwise the one t has. */
  readonly p: number;
  readonly fixed: "t" | "p";
  readonly jobs: readonly Job[];
  readonly notice: Notice | null;
  /** Files that wait for the user to say whether they replace the pool or join it. */
  readonly offered: readonly File[] | null;

  start(): Promise<void>;
  open(files: readonly File[]): void;
  answer(mode: "replace" | "add" | "cancel"): void;
  changeMetadata(list: File | "default"): void;
  changeCaptionField(file: number, field: string): void;
  setThreshold(t: number): void;
  setTailShare(p: number): void;
  drawAgain(seed: number): Promise<void>;
  exportBalanced(destination: Destination, withColumns: boolean): Promise<void>;
  dismissNotice(): void;
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

export function createSession(engine: Engine): SessionStore {
  let nextJob = 1;
  let resting: ReturnType<typeof setTimeout> | undefined;

  return createStore<Session>()((set, get) => {
    function show(pool: Pool): void {
      const distribution = distributionOf(pool.entryCounts);
      set({ pool, distribution });
      const { fixed, t, p } = get();
      if (fixed === "p") get().setTailShare(p);
      else get().setThreshold(t);
      rest();
    }

    function rest(): void {
      clearTimeout(resting);
      set({ restedT: get().t });
    }

    function move(setting: Pick<Session, "fixed" | "t" | "p">): void {
      set(setting);
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    }

    async function run<Progress extends LoadProgress | ExportProgress, Result>(
      name: string,
      work: (options: JobOptions<Progress> & Pick<LoadOptions, "onTooLarge">) => Promise<Result>,
      finish: (result: Result) => void,
    ): Promise<void> {
      const id = nextJob++;
      const controller = new AbortController();
      const update = (change: (job: Job) => Job) =>
        set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? change(job) : job)) }));
      const cancel = () => controller.abort();
      const job = { id, name, progress: null, tooLarge: null, cancel };
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
      try {
        finish(await work({ signal: controller.signal, onProgress, onTooLarge }));
      } catch (error) {
        if (!controller.signal.aborted) {
          set({ notice: { kind: "problem", sentences: [(error as Error).message] } });
        }
      } finally {
        set(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
      }
    }

    function load(
      name: string,
      work: (options: LoadOptions) => Promise<LoadResult>,
    ): Promise<void> {
      return run(name, work, ({ pool, problems, recipe }) => {
        if (recipe) set({ fixed: recipe.fixed, t: recipe.t, p: recipe.p });
        show(pool);
        if (problems.length > 0) set({ notice: { kind: "problem", sentences: problems } });
      });
    }

    function loadFiles(files: readonly File[], mode: "replace" | "add"): void {
      const name = files.length === 1 ? files[0].name : `${files.length} files`;
      load(name, (options) => engine.load({ files, mode }, options));
    }

    return {
      pool: null,
      distribution: distributionOf(new Uint32Array(0)),
      t: 1,
      restedT: 1,
      p: DEFAULT_TAIL_SHARE,
      fixed: "p",
      jobs: [],
      notice: null,
      offered: null,

      start: () => load("the demo pool", (options) => engine.loadDemo(0, options)),

      open(files) {
        if (files.length === 0) return;
        const { pool, jobs } = get();
        const bringsCaptions = files.some((file) => !/\.(json|txt)$/i.test(file.name));
        const hasOwn = pool !== null && !pool.isDemo;
        if (bringsCaptions && (hasOwn || jobs.length > 0)) set({ offered: files });
        else loadFiles(files, "replace");
      },

      answer(mode) {
        const { offered, jobs } = get();
        set({ offered: null });
        if (!offered || mode === "cancel") return;
        if (mode === "replace") for (const job of jobs) job.cancel();
        loadFiles(offered, mode);
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

      setThreshold(wanted) {
        const { distribution } = get();
        const t = Math.min(Math.max(1, Math.round(wanted)), maxThreshold(distribution));
        move({ fixed: "t", t, p: tailShareAt(distribution, t) });
      },

      setTailShare(wanted) {
        const { distribution } = get();
        const p = Math.min(Math.max(0, wanted), 1);
        const t = p === 1 ? maxThreshold(distribution) : thresholdForTailShare(distribution, p);
        move({ fixed: "p", p, t });
      },

      async drawAgain(seed) {
        show(await engine.draw(seed));
      },

      async exportBalanced(destination, withColumns) {
        const { t, p, fixed, pool } = get();
        if (!pool) return;
        const baseName = `${pool.files[0].name.replace(/\.[^.]+$/, "")}-balanced-t${t}-seed${pool.seed}`;
        await run<ExportProgress, string>(
          "export",
          async (options) => {
            const { directory } = destination;
            const request = { t, p, fixed, withColumns, directory, baseName };
            const { captionsKept, files } = await engine.exportBalanced(request, options);
            await destination.deliver(files);
            const place = destination.name ? `in “${destination.name}”` : "in your downloads";
            return `${captionsKept.toLocaleString("en")} captions saved ${place}: ${files.join(", ")}.`;
          },
          (sentence) => set({ notice: { kind: "done", sentences: [sentence] } }),
        );
      },

      dismissNotice: () => set({ notice: null }),
    };
  });
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

/** Reads one value of the session; the component renders again only when it changes. */
export function useSession<T>(select: (session: Session) => T): T {
  return useStore(usePage().store, select);
}
