import { AsSample } from "./AsSample.tsx";
import styles from "./largerPool.module.css";
import { PaperPools } from "./PaperPools.tsx";
import { WithOtherCounts } from "./WithOtherCounts.tsx";

/** What would be kept if these captions were some of a larger pool. */
export default function LargerPoolPanel() {
  return (
    <div className={styles.panel}>
      <AsSample />
      <WithOtherCounts />
      <PaperPools />
    </div>
  );
}
