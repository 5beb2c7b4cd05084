import type { Comparison } from "../../core/balancing/compare.ts";
import { summarizeAt } from "../../core/counting/threshold.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import type { Pinned } from "../session/settings.ts";
import styles from "./ComparePanel.module.css";

interface ComparedFiguresProps {
  readonly comparison: Comparison & { readonly pinnedT: number; readonly t: number };
  readonly pinned: Pinned;
}

/** The figures of both settings side by side. */
export function ComparedFigures({ comparison, pinned }: ComparedFiguresProps) {
  const distribution = useSession((session) => session.distribution);
  const seed = useSession((session) => session.pool?.seed ?? 0);
  const before = summarizeAt(distribution, comparison.pinnedT);
  const now = summarizeAt(distribution, comparison.t);
  const { staying, leaving, entering } = comparison;
  const matchesOf = (...counts: Uint32Array[]) =>
    counts.reduce((sum, column) => sum + column.reduce((a, b) => a + b, 0), 0);
  const rows: readonly (readonly [string, number, number, ((n: number) => string)?])[] = [
    ["threshold t", comparison.pinnedT, comparison.t],
    ["tail share", before.tailShare, now.tailShare, formatShare],
    ["captions kept", staying + leaving, staying + entering],
    [
      "balanced matches",
      matchesOf(comparison.stayingCounts, comparison.leavingCounts),
      matchesOf(comparison.stayingCounts, comparison.enteringCounts),
    ],
    ["head entries", before.headEntries, now.headEntries],
  ];
  return (
    <table className={styles.figures}>
      <thead>
        <tr>
          <td />
          <th scope="col">pinned, seed&nbsp;{pinned.seed}</th>
          <th scope="col">now, seed&nbsp;{seed}</th>
          <th scope="col">change</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, first, second, format = formatCount]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{format(first)}</td>
            <td>{format(second)}</td>
            <td>{changeOf(first, second)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** 80 → 100 as “+25%”. */
export function changeOf(before: number, now: number): string {
  if (before === now) return "=";
  if (before === 0) return "new";
  const change = ((now - before) / before) * 100;
  return `${change > 0 ? "+" : "−"}${Math.abs(change).toFixed(Math.abs(change) < 10 ? 1 : 0)}%`;
}
