import { plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import styles from "./chart.module.css";
import type { LayerProps } from "./EntriesChart.tsx";
import { extentInPlot } from "./plot.ts";

/** The entries selected by their counts, shaded. */
export function RangeLayer({ plot, view }: LayerProps) {
  const counts = useSession((session) => session.settings.entries.counts);
  const extent = counts && view.extentOf(counts);
  if (!extent) return null;
  const { left, width } = extentInPlot(plot, extent);
  return (
    <rect
      className={styles.range}
      x={left}
      width={width}
      y={plot.top}
      height={plot.bottom - plot.top}
    />
  );
}

/** The name of one side of t, as long as fits into `width` pixels. */
export function nameFor(side: "head" | "tail", entries: number, width: number): string {
  if (width > 150) return `${side}, ${plural(entries, "entry", "entries")}`;
  return width > 40 ? side : "";
}
