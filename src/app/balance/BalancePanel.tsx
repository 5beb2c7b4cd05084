import { lazy, useDeferredValue } from "react";
import { ChartCard } from "../charts/ChartCard.tsx";
import { Loaded } from "../parts/Loaded.tsx";
import { useSession } from "../session/session.ts";
import { AimFor } from "./AimFor.tsx";
import { Announcement } from "./Announcement.tsx";
import styles from "./BalancePanel.module.css";
import { Panels } from "./Panels.tsx";
import { Sentence } from "./Sentence.tsx";
import { ThresholdSlider } from "./ThresholdSlider.tsx";
import { Tiles } from "./Tiles.tsx";

const report = () => import("../report/Report.tsx");
const ReportTitle = lazy(async () => ({ default: (await report()).ReportTitle }));
const Report = lazy(async () => ({ default: (await report()).Report }));

export function BalancePanel() {
  const pool = useSession((session) => session.pool);
  if (!pool) return null;
  return <Balance />;
}

function Balance() {
  // The slider is there first: what lies below it takes a while to be drawn.
  const hasPanels = useDeferredValue(true, false);
  return (
    <>
      <Loaded name="the report">
        <ReportTitle />
      </Loaded>
      <Sentence />
      <ChartCard />
      <div className={styles.slider}>
        <ThresholdSlider>
          <AimFor />
        </ThresholdSlider>
      </div>
      <Tiles />
      {hasPanels && <Panels />}
      <Loaded name="the report">
        <Report />
      </Loaded>
      <Announcement />
    </>
  );
}
