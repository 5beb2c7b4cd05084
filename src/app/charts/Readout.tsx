import { type ReactNode, useMemo } from "react";
import { countBelow } from "../../core/counting/distribution.ts";
import { formatCount, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import type { Range } from "../session/settings.ts";
import { type EntriesView, percentOf, readingInWords } from "./entriesView.ts";
import type { SeriesName } from "./Legend.tsx";
import { extentInPlot, type Plot } from "./plot.ts";
import styles from "./Readout.module.css";
import { rangeInWords } from "./useCountRange.ts";

interface PlaceReadoutProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly place: number;
}

/** What a place of the chart says, in figures, with a line and a dot where it is. */
export function PlaceReadout({ plot, view, place }: PlaceReadoutProps) {
  const allMatches = useSession((session) => session.distribution.matches);
  const { title, matches, capped, balanced } = useReading(view, place);
  const x = plot.x(view.curve.x[place]);
  return (
    <>
      <div
        className={styles.line}
        style={{ left: x, top: plot.top, height: plot.bottom - plot.top }}
      />
      <div className={styles.dot} style={{ left: x, top: plot.y(view.curve.y[place]) }} />
      <Readout plot={plot} left={x} right={x} title={title}>
        <dl className={styles.figures}>
          <Figure name="matches" value={matches}>
            {percentOf(matches, allMatches)} of all
          </Figure>
          <Figure name="capped" value={capped}>
            at t
          </Figure>
          <Figure name="balanced" value={balanced}>
            {balanced !== null && `${percentOf(balanced, matches)} stay`}
          </Figure>
        </dl>
      </Readout>
    </>
  );
}

interface RangeReadoutProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly counts: Range;
}

/** What a range of counts holds. */
export function RangeReadout({ plot, view, counts }: RangeReadoutProps) {
  const distribution = useSession((session) => session.distribution);
  const extent = view.extentOf(counts);
  if (!extent) return null;
  const first = countBelow(distribution.counts, counts.from);
  const end = countBelow(distribution.counts, counts.to + 1);
  const matches = distribution.cumulative[end] - distribution.cumulative[first];
  const { left, width } = extentInPlot(plot, extent);
  return (
    <Readout plot={plot} left={left} right={left + width} title={rangeInWords(counts)}>
      <p>
        {plural(end - first, "entry", "entries")}, {percentOf(matches, distribution.matches)} of all
        matches
      </p>
    </Readout>
  );
}

/** What a place says, in a sentence for screen readers. */
export function usePlaceInWords(view: EntriesView, place: number): string {
  const allMatches = useSession((session) => session.distribution.matches);
  const { balanced, ...reading } = useReading(view, place);
  return readingInWords(reading, allMatches, balanced);
}

function useReading(view: EntriesView, place: number) {
  const t = useSession((session) => session.t);
  const latest = useLatestBalance();
  const balanced = useMemo(() => latest && view.balancedAt(latest), [view, latest]);
  return { ...view.readingAt(place, t), balanced: balanced ? balanced[place] : null };
}

interface ReadoutProps {
  readonly plot: Plot;
  /** Pixels that it stands beside. */
  readonly left: number;
  readonly right: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Readout({ plot, left, right, title, children }: ReadoutProps) {
  const isLeft = (left + right) / 2 > (plot.left + plot.right) / 2;
  return (
    <div
      className={styles.readout}
      style={isLeft ? { right: plot.width - left + 12 } : { left: right + 12 }}
    >
      <strong>{title}</strong>
      {children}
    </div>
  );
}

interface FigureProps {
  readonly name: SeriesName;
  readonly value: number | null;
  readonly children: ReactNode;
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <>
      <dt data-series={name}>{name}</dt>
      <dd>{value === null ? "…" : formatCount(value)}</dd>
      <dd className={styles.note}>{children}</dd>
    </>
  );
}
