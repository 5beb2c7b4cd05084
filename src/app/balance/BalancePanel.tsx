import { lazy, Suspense } from "react";
import { ChartCard } from "../charts/ChartCard.tsx";
import { useSession } from "../session/session.ts";
import { Announcement } from "./Announcement.tsx";
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
  return (
    <>
      <Suspense>
        <ReportTitle />
      </Suspense>
      <Sentence />
      <ChartCard />
      <ThresholdSlider />
      <Tiles />
      <Panels />
      <Suspense>
        <Report />
      </Suspense>
      <Announcement />
    </>
  );
}
