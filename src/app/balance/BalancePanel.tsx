import { ChartCard } from "../charts/ChartCard.tsx";
import { useSession } from "../session/session.ts";
import { Announcement } from "./Announcement.tsx";
import { Panels } from "./Panels.tsx";
import { Sentence } from "./Sentence.tsx";
import { ThresholdSlider } from "./ThresholdSlider.tsx";
import { Tiles } from "./Tiles.tsx";

export function BalancePanel() {
  const pool = useSession((session) => session.pool);
  if (!pool) return null;
  return (
    <>
      <Sentence />
      <ChartCard />
      <ThresholdSlider />
      <Tiles />
      <Panels />
      <Announcement />
    </>
  );
}
