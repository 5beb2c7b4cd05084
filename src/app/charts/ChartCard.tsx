import { type ReactNode, useId } from "react";
import { Tabs } from "../parts/Tabs.tsx";
import { useSession } from "../session/session.ts";
import type { View } from "../session/settings.ts";
import { BandsChart } from "./BandsChart.tsx";
import styles from "./ChartCard.module.css";
import { CumulativeChart } from "./CumulativeChart.tsx";
import { KeptByMatchesChart } from "./KeptByMatchesChart.tsx";
import { RankChart } from "./RankChart.tsx";

const CHARTS: readonly { name: View; title: string; Chart: () => ReactNode }[] = [
  { name: "rank", title: "By rank", Chart: RankChart },
  { name: "cumulative", title: "Cumulative", Chart: CumulativeChart },
  { name: "bands", title: "Bands", Chart: BandsChart },
  { name: "length", title: "Kept by matches", Chart: KeptByMatchesChart },
];

/** The training distribution, in one of four views. */
export function ChartCard() {
  const selected = useSession((session) => session.settings.view);
  const change = useSession((session) => session.change);
  const hasMatches = useSession((session) => session.distribution.matches > 0);
  const panelId = useId();
  const { Chart } = CHARTS.find(({ name }) => name === selected) ?? CHARTS[0];
  return (
    <section className={styles.card} aria-label="Training distribution">
      <div className={styles.head}>
        <h2 className={styles.title}>Training distribution</h2>
        <Tabs
          label="Views of the distribution"
          tabs={CHARTS}
          selected={selected}
          onSelect={(view) => change({ view })}
          controls={panelId}
        />
      </div>
      <div id={panelId} className={styles.body} role="tabpanel" aria-label={selected}>
        {hasMatches ? (
          <Chart />
        ) : (
          <p className={styles.empty}>
            No caption matches any entry of this metadata list, so there is nothing to balance. Try
            another list, or another caption field.
          </p>
        )}
      </div>
    </section>
  );
}
