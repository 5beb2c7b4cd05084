import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import {
  AT_TOP,
  canvasHeight,
  isStuck,
  mostPosition,
  type Place,
  placeAt,
  placeShowing,
  ROW_HEIGHT,
  scrolledTo,
} from "./rowScroll.ts";

/** Rows above and below the view that are there already when it moves. */
const OVERSCAN = 6;
/** Milliseconds after the last scroll. */
const REST = 150;

export interface VirtualRows {
  /** Height of the element that holds the rows, in pixels. */
  readonly height: number;
  /** The rows to render: from `first` up to `end`. */
  readonly first: number;
  readonly end: number;
  /** Rows that are seen in full. */
  readonly rowsInView: number;
  /** Pixels from the top of the element to a row, which stays within it if it is not rendered. */
  topOf(row: number): number;
  /** Scrolls no further than it takes to show a row. */
  show(row: number): void;
  /** The same function as long as the scroller is the same. */
  readonly scrollToTop: () => void;
}

/**
 * Renders the rows in view only, of any number of rows: see rowScroll.ts.
 *
 * @param scroller what scrolls: the header, which stays, and below it the rows
 * @param headerHeight pixels
 */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  headerHeight: number,
): VirtualRows {
  const [view, setView] = useState(0);
  const [place, setPlace] = useState(AT_TOP);
  const space = { rows, view };
  const latest = useRef({ place, space });
  latest.current.space = space;

  const moveTo = useCallback(
    (next: Place) => {
      const element = scroller.current;
      if (element === null) return;
      element.scrollTop = next.scrollTop;
      latest.current.place = { ...next, scrollTop: element.scrollTop };
      setPlace(latest.current.place);
    },
    [scroller],
  );
  const scrollToTop = useCallback(() => moveTo(AT_TOP), [moveTo]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setView(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, headerHeight]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const { place, space } = latest.current;
      const settled = placeAt(place.position, space);
      if (Math.abs(settled.scrollTop - place.scrollTop) >= 1) moveTo(settled);
    };
    const onScroll = () => {
      const { place, space } = latest.current;
      const { scrollTop } = element;
      if (scrollTop === place.scrollTop) return;
      latest.current.place = scrolledTo(place, scrollTop, space);
      // In the frame that scrolls, or else it would be painted without rows.
      flushSync(() => setPlace(latest.current.place));
      if (isStuck(latest.current.place, space)) settle();
      clearTimeout(resting);
      resting = setTimeout(settle, REST);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(resting);
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller, moveTo]);

  const { scrollTop } = place;
  const position = Math.min(place.position, mostPosition(space));
  const firstInView = Math.floor(position / ROW_HEIGHT);
  const first = Math.min(Math.max(0, firstInView - OVERSCAN), rows);
  const end = Math.min(rows, firstInView + Math.ceil(view / ROW_HEIGHT) + 1 + OVERSCAN);
  const height = canvasHeight(space);
  return {
    height,
    first,
    end,
    rowsInView: Math.max(1, Math.floor(view / ROW_HEIGHT)),
    topOf(row) {
      const isRendered = row >= first && row < end;
      const far = view + OVERSCAN * ROW_HEIGHT;
      const offset = row * ROW_HEIGHT - position;
      const top = scrollTop + (isRendered ? offset : Math.min(Math.max(offset, -far), far));
      return Math.min(Math.max(0, top), Math.max(0, height - ROW_HEIGHT));
    },
    show: (row) => moveTo(placeShowing(row, latest.current.place, space)),
    scrollToTop,
  };
}
