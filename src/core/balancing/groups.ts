/** Groups of numbers: group i holds those from `edges[i]` to below `edges[i + 1]`, the last all above. */
export type GroupEdges = readonly number[];

/** Groups made of the numbers of a column, at most. */
const MOST_GROUPS = 12;
/** Numbers that edges are chosen by. */
const SAMPLE = 100_000;

/**
 * Edges that part numbers into groups of about equal size: each number alone where few differ.
 *
 * @param columns numbers in any order; NaN stands for none
 */
export function edgesBetween(columns: readonly Float32Array[]): GroupEdges {
  const all = columns.reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.ceil(all / SAMPLE));
  const sampled: number[] = [];
  for (const column of columns) {
    for (let i = 0; i < column.length; i += step) {
      if (!Number.isNaN(column[i])) sampled.push(column[i]);
    }
  }
  const sorted = Float32Array.from(sampled).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= MOST_GROUPS) return [...distinct];
  const edges = new Set<number>();
  for (let i = 0; i < MOST_GROUPS; i++) {
    edges.add(sorted[Math.floor((i * sorted.length) / MOST_GROUPS)]);
  }
  return [...edges];
}

/**
 * The group of each number: those below the first edge are in the first group, NaN in the one after
 * the last.
 */
export function groupsOf(column: Float32Array, edges: GroupEdges): Uint8Array {
  return Uint8Array.from(column, (value) => {
    if (Number.isNaN(value)) return edges.length;
    let group = 0;
    while (group + 1 < edges.length && value >= edges[group + 1]) group++;
    return group;
  });
}
