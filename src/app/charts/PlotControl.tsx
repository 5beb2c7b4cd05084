import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { countBelow } from "../../core/counting/distribution.ts";
import type { Range } from "../session/settings.ts";
import type { EntriesView, Point } from "./entriesView.ts";
import styles from "./PlotControl.module.css";
import { extentInPlot, type Plot } from "./plot.ts";
import { PlaceReadout, RangeReadout, usePlaceInWords } from "./Readout.tsx";
import { ThresholdHandle } from "./ThresholdHandle.tsx";
import { useCountRange } from "./useCountRange.ts";

/** Pixels that a pointer goes before it selects. */
const BRUSH_FROM = 4;

/** Places that PageUp and PageDown go. */
const PAGE = 20;

interface PlotControlProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly tMoves: "vertically" | "horizontally";
}

/**
 * What a person does on a chart of entries: reads it under the pointer or with arrow keys, drags t,
 * and selects entries by dragging over them or with Shift and arrow keys.
 */
export function PlotControl({ plot, view, tMoves }: PlotControlProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<number | null>(null);
  const [brush, setBrush] = useState<Range | null>(null);
  /** Where a pointer went down, in pixels. */
  const pressed = useRef<number | null>(null);
  const [, select] = useCountRange();

  function pixelOf({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = (box.current as HTMLDivElement).getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  function press(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    const { x } = pixelOf(event);
    event.currentTarget.setPointerCapture?.(event.pointerId);
    pressed.current = x;
    setPlace(placeNear(plot, view, x));
  }

  function move(event: PointerEvent) {
    const { x } = pixelOf(event);
    const from = pressed.current;
    if (from === null || (brush === null && Math.abs(x - from) < BRUSH_FROM)) {
      setPlace(placeNear(plot, view, x));
      return;
    }
    setPlace(null);
    setBrush(
      view.countsBetween(valueAt(plot, Math.min(from, x)), valueAt(plot, Math.max(from, x))),
    );
  }

  function release() {
    if (brush) select(brush);
    forget();
  }

  function forget() {
    pressed.current = null;
    setBrush(null);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={box}
      className={styles.control}
      role="group"
      aria-label="The chart, to read and to change"
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={forget}
      onPointerLeave={() => pressed.current === null && setPlace(null)}
      onKeyDown={(event) => event.key === "Escape" && forget()}
    >
      <PlaceSlider plot={plot} view={view} place={place} onPlace={setPlace} />
      {brush && <Brush plot={plot} view={view} counts={brush} />}
      <ThresholdHandle
        plot={plot}
        view={view}
        tMoves={tMoves}
        pixelOf={pixelOf}
        onTake={() => setPlace(null)}
      />
      {place !== null && <PlaceReadout plot={plot} view={view} place={place} />}
      {brush && <RangeReadout plot={plot} view={view} counts={brush} />}
    </div>
  );
}

interface PlaceSliderProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly place: number | null;
  readonly onPlace: (place: number | null) => void;
}

/** The plot as it is read by keyboard: place after place, with Shift to select from one to another. */
function PlaceSlider({ plot, view, place, onPlace }: PlaceSliderProps) {
  const now = place ?? 0;
  const last = view.curve.x.length - 1;
  /** Where Shift was first held. */
  const anchor = useRef<number | null>(null);
  const inWords = usePlaceInWords(view, now);
  const [, select] = useCountRange();

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") onPlace(null);
    const next = placeAfterKey(event.key, now, last);
    if (next === null) return;
    event.preventDefault();
    onPlace(next);
    anchor.current = event.shiftKey ? (anchor.current ?? now) : null;
    if (anchor.current === null) return;
    const counts = [view.countAt(anchor.current), view.countAt(next)];
    select({ from: Math.min(...counts), to: Math.max(...counts) });
  }

  return (
    <div
      className={styles.places}
      style={{
        left: plot.left,
        width: plot.right - plot.left,
        top: plot.top,
        height: plot.bottom - plot.top,
      }}
      role="slider"
      tabIndex={0}
      aria-label="Place in the chart"
      aria-description="Arrow keys read entries, with Shift they select them."
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={now}
      aria-valuetext={inWords}
      onKeyDown={onKeyDown}
      onFocus={() => place === null && onPlace(0)}
      onBlur={() => onPlace(null)}
    />
  );
}

interface BrushProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly counts: Range;
}

/** The entries selected so far, while the pointer is down. */
function Brush({ plot, view, counts }: BrushProps) {
  const extent = view.extentOf(counts);
  if (!extent) return null;
  const size = { top: plot.top, height: plot.bottom - plot.top };
  return <div className={styles.brush} style={{ ...extentInPlot(plot, extent), ...size }} />;
}

/** The place after a key, or null for keys that do not move it. */
export function placeAfterKey(key: string, place: number, last: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: PAGE,
    PageDown: -PAGE,
    Home: -last,
    End: last,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(Math.max(place + step, 0), last);
}

function valueAt(plot: Plot, pixel: number): number {
  return plot.xAt(Math.min(Math.max(pixel, plot.left), plot.right));
}

/** The place nearest to a pixel. */
function placeNear(plot: Plot, { curve: { x } }: EntriesView, pixel: number): number {
  const after = Math.min(countBelow(x, valueAt(plot, pixel)), x.length - 1);
  const before = Math.max(after - 1, 0);
  return pixel - plot.x(x[before]) < plot.x(x[after]) - pixel ? before : after;
}
