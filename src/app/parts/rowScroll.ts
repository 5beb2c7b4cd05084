/** Pixels. */
export const ROW_HEIGHT = 28;

/**
 * Pixels that an element may be high in every browser, at every zoom: Firefox ends at 17.9 million,
 * Chromium at 33.5 million of the screen's own.
 */
export const LARGEST_HEIGHT = 8_000_000;

/** Pixels at both ends: more than a small step. */
const END_ZONE = 20_000;

/** Rows of equal height, and the height that is seen of them. */
export interface RowSpace {
  readonly rows: number;
  /** Pixels. */
  readonly view: number;
}

/**
 * Where a view of rows is: how far it is scrolled, and the position that it shows, in pixels from the
 * top of the first row. They differ where the rows are higher than an element may be.
 */
export interface Place {
  readonly scrollTop: number;
  readonly position: number;
}

export const AT_TOP: Place = { scrollTop: 0, position: 0 };

/** Height of the element that holds the rows. */
export function canvasHeight({ rows }: RowSpace): number {
  return Math.min(rows * ROW_HEIGHT, LARGEST_HEIGHT);
}

/**
 * The place after the element was scrolled. A short way is gone pixel by pixel, as by wheel or
 * finger; a long one, by the scrollbar, goes to the same share of all rows.
 */
export function scrolledTo(before: Place, scrollTop: number, space: RowSpace): Place {
  const moved = scrollTop - before.scrollTop;
  const isStep = Math.abs(moved) <= space.view * 2;
  const position = isStep
    ? before.position + moved
    : throughZones(scrollTop, mostScroll(space), mostPosition(space));
  return { scrollTop, position: clamp(position, mostPosition(space)) };
}

/** The place that shows a position, scrolled to where {@link scrolledTo} would show it. */
export function placeAt(position: number, space: RowSpace): Place {
  const most = mostPosition(space);
  const at = clamp(position, most);
  return { position: at, scrollTop: throughZones(at, most, mostScroll(space)) };
}

/**
 * Goes from one of two lengths to the other: near both ends pixel by pixel, so that small steps reach
 * them, and in proportion between.
 */
function throughZones(at: number, most: number, otherMost: number): number {
  const zone = Math.min(END_ZONE, most / 2, otherMost / 2);
  if (at <= zone) return at;
  if (most - at <= zone) return otherMost - (most - at);
  return zone + ((at - zone) * (otherMost - 2 * zone)) / (most - 2 * zone);
}

/** The nearest place that shows a row in full. */
export function placeShowing(row: number, before: Place, space: RowSpace): Place {
  const top = row * ROW_HEIGHT;
  const lowest = top + ROW_HEIGHT - space.view;
  if (before.position > top) return placeAt(top, space);
  return before.position < lowest ? placeAt(lowest, space) : before;
}

/** Whether the element's end is reached, but not that of the rows, so that no way is left to scroll. */
export function isStuck({ scrollTop, position }: Place, space: RowSpace): boolean {
  return (
    (scrollTop <= 0 && position > 0) ||
    (scrollTop >= mostScroll(space) && position < mostPosition(space))
  );
}

/** The position that shows the last row at the end of the view. */
export function mostPosition({ rows, view }: RowSpace): number {
  return Math.max(0, rows * ROW_HEIGHT - view);
}

function mostScroll(space: RowSpace): number {
  return Math.max(0, canvasHeight(space) - space.view);
}

function clamp(position: number, most: number): number {
  return Math.min(Math.max(0, position), most);
}
