import { PaperPools } from "../learn/PaperPools.tsx";
import { Section } from "../parts/Section.tsx";
import { AsSample } from "./AsSample.tsx";
import styles from "./largerPool.module.css";
import { WithOtherCounts } from "./WithOtherCounts.tsx";

/** What would be kept if these captions were some of a larger pool. */
export default function LargerPoolPanel() {
  return (
    <div className={styles.panel}>
      <AsSample />
      <WithOtherCounts />
      <Section title="The paper’s two pools">
        <PaperPools />
        <p className={styles.note}>
          A pool nearly seven times as large needs a t more than eight times as large for the same
          tail share, and then keeps about the same part. With the t of the small pool it keeps far
          less. So p is what carries over. Figures: “Demystifying CLIP Data”.
        </p>
      </Section>
    </div>
  );
}
