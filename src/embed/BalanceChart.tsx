import "../app/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Sentence } from "../app/balance/Sentence.tsx";
import { ThresholdSlider } from "../app/balance/ThresholdSlider.tsx";
import { ChartCard } from "../app/charts/ChartCard.tsx";
import { createQueryClient } from "../app/queries/queryClient.ts";
import { createSession, type Session, SessionContext } from "../app/session/session.ts";
import { DEFAULT_SETTINGS, DEFAULT_TAIL_SHARE, type View } from "../app/session/settings.ts";
import { keptAt } from "../core/balancing/keptAt.ts";
import type { Engine, Pool } from "../engine/types.ts";
import styles from "./BalanceChart.module.css";
import { engineInMemory } from "./engineInMemory.ts";

/** What balancing does at the threshold that is set. */
export interface ThresholdFigures {
  /** Threshold t, a whole number. */
  readonly t: number;
  /** Tail share p, 0 to 1: as asked for when it is what was set, otherwise the one t has. */
  readonly p: number;
  /** As drawn from the seed. */
  readonly captionsKept: number;
  /** Matches among kept captions. */
  readonly balancedMatches: number;
}

export interface BalanceChartProps {
  /** Texts of captions. Matched on the page's own thread: some ten thousand take no time to speak of. */
  readonly captions: readonly string[];
  /** Metadata entries. */
  readonly metadata: readonly string[];
  /** Threshold to begin with; without it, the one of `tailShare`. */
  readonly threshold?: number;
  /** Tail share to begin with, 0 to 1; 6% if nothing is said. */
  readonly tailShare?: number;
  /** The view to begin with; by rank if nothing is said. */
  readonly view?: View;
  /** Seed of the draw, a whole number from 0; 0 if nothing is said. */
  readonly seed?: number;
  /** As the system has it if nothing is said. */
  readonly theme?: "light" | "dark";
  /** Called at the start and with every move of t. */
  readonly onThreshold?: (figures: ThresholdFigures) => void;
}

/** Set when the library is built: the rules that lie beside the components. */
const RULES = "__HEADTAIL_STYLES__";

/**
 * The training distribution of some captions, with t to be dragged on the chart and on a slider, and
 * a sentence that says what balancing at t does. It has its own styles and leaves the page's alone.
 *
 * Other captions, entries or another seed start it anew; the rest is for its beginning.
 *
 * @throws Error while rendered when an entry is empty
 */
export function BalanceChart(props: BalanceChartProps) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const root = useMemo(
    () => host && (host.shadowRoot ?? host.attachShadow({ mode: "open" })),
    [host],
  );
  return (
    <div ref={setHost} data-theme={props.theme}>
      {root &&
        createPortal(
          <>
            <style>{RULES}</style>
            <Chart {...props} />
          </>,
          root,
        )}
    </div>
  );
}

function Chart(props: BalanceChartProps) {
  const { seed = 0, onThreshold } = props;
  const captions = useSame(props.captions);
  const metadata = useSame(props.metadata);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other data start the chart anew
  const page = useMemo(() => createPage(props), [captions, metadata, seed]);
  const told = useRef(onThreshold);
  useEffect(() => {
    told.current = onThreshold;
  });
  useEffect(() => {
    const tell = ({ pool, t, p }: Session, before?: Session) => {
      if (pool === null || (pool === before?.pool && t === before.t)) return;
      told.current?.(figuresOf(pool, t, p));
    };
    tell(page.store.getState());
    return page.store.subscribe(tell);
  }, [page]);
  return (
    <QueryClientProvider client={page.queries}>
      <SessionContext value={page}>
        <div className={styles.chart}>
          <Sentence />
          <ChartCard />
          <ThresholdSlider />
        </div>
      </SessionContext>
    </QueryClientProvider>
  );
}

/** A list as it was when it holds the same: pages may write it anew each time they render. */
function useSame(list: readonly string[]): readonly string[] {
  const [same, setSame] = useState(list);
  const isSame = same.length === list.length && same.every((text, i) => text === list[i]);
  if (!isSame) setSame(list);
  return isSame ? same : list;
}

/** What the components of the page stand in: a session with the captions as its pool. */
function createPage(props: BalanceChartProps) {
  const { captions, metadata, threshold, tailShare, view, seed } = props;
  // The components of the chart ask for nothing else.
  const engine = engineInMemory(captions, metadata) as Engine;
  const store = createSession(engine, {
    ...DEFAULT_SETTINGS,
    view: view ?? DEFAULT_SETTINGS.view,
    seed: seed ?? DEFAULT_SETTINGS.seed,
    threshold:
      threshold === undefined
        ? { fixed: "p", p: tailShare ?? DEFAULT_TAIL_SHARE }
        : { fixed: "t", t: threshold },
  });
  store.getState().start();
  return { engine, store, queries: createQueryClient() };
}

function figuresOf(pool: Pool, t: number, p: number): ThresholdFigures {
  const { captions: captionsKept, matches: balancedMatches } = keptAt(pool.kept, t);
  return { t, p, captionsKept, balancedMatches };
}
