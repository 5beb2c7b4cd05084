import { type ComponentType, lazy, useEffect, useId, useRef } from "react";
import { Loaded } from "../parts/Loaded.tsx";
import { Tabs } from "../parts/Tabs.tsx";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import type { View } from "../session/settings.ts";
import { BandsChart } from "./BandsChart.tsx";
import styles from "./ChartCard.module.css";
import { CumulativeChart } from "./CumulativeChart.tsx";
import type { FigureText } from "./figure.ts";
import { SERIES } from "./Legend.tsx";
import { RANK_NOTE, RankChart } from "./RankChart.tsx";
import { SaveMenu } from "./SaveMenu.tsx";

const CAP_NOTE =
  "The cap limits draws and is not the result: a caption kept by one rare entry brings all its head entries along.";

/** Brings the chart library, which nothing on the first screen needs. */
const keptByMatches = () => import("./KeptByMatchesChart.tsx");
const KeptByMatchesChart = lazy(async () => ({
  default: (await keptByMatches()).KeptByMatchesChart,
}));

interface ChartOfView {
  readonly name: View;
  readonly title: string;
  readonly Chart: ComponentType;
  /** What is written around its picture; null for a table, which is not saved as one. */
  readonly picture: FigureText | null;
}

const CHARTS: readonly ChartOfView[] = [
  {
    name: "rank",
    title: "By rank",
    Chart: RankChart,
    picture: {
      title: "Training distribution: matches of entries by rank",
      caption: `Balanced: ${RANK_NOTE}. ${CAP_NOTE}`,
      keys: SERIES,
    },
  },
  {
    name: "cumulative",
    title: "Cumulative",
    Chart: CumulativeChart,
    picture: {
      title: "Training distribution: matches added up from tail to head",
      caption: CAP_NOTE,
      keys: SERIES,
    },
  },
  { name: "bands", title: "Bands", Chart: BandsChart, picture: null },
  {
    name: "length",
    title: "Kept by matches",
    Chart: KeptByMatchesChart,
    picture: {
      title: "Share of captions kept by their number of matches",
      caption: "Each match is one more coin, so long captions are favoured.",
      keys: [],
    },
  },
];

/** The training distribution, in one of four views. */
export function ChartCard() {
  const selected = useSession((session) => session.settings.view);
  const change = useSession((session) => session.change);
  const hasMatches = useSession((session) => session.distribution.matches > 0);
  const hasBalance = useLatestBalance() !== null;
  const panelId = useId();
  const body = useRef<HTMLDivElement>(null);
  const { Chart, picture } = CHARTS.find(({ name }) => name === selected) ?? CHARTS[0];
  // Fetched before it is asked for, so that it is there when the network no longer is.
  useEffect(() => {
    if (hasBalance) keptByMatches().catch(() => {});
  }, [hasBalance]);
  return (
    <section className={styles.card} data-printed aria-label="Training distribution">
      <div className={styles.head}>
        <h2 className={styles.title}>Training distribution</h2>
        <div className={styles.tabs}>
          <Tabs
            label="Views of the distribution"
            tabs={CHARTS}
            selected={selected}
            onSelect={(view) => change({ view })}
            controls={panelId}
          />
        </div>
        <div className={styles.save}>
          {hasMatches && picture && <SaveMenu chart={body} text={picture} />}
        </div>
      </div>
      <div ref={body} id={panelId} className={styles.body} role="tabpanel" aria-label={selected}>
        {hasMatches ? (
          <Loaded name="the chart">
            <Chart />
          </Loaded>
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
