import { largerPool } from "../../core/counting/largerPool.ts";
import { formatCount, formatRounded, formatShare, plural } from "../parts/format.ts";
import { NumberField } from "../parts/NumberField.tsx";
import { Section } from "../parts/Section.tsx";
import { captionsBalanced, useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./largerPool.module.css";
import { PoolCurves } from "./PoolCurves.tsx";

const MOST_CAPTIONS = 1e12;

/** The loaded pool taken for a sample of a larger one: its figures at the same tail share. */
export function AsSample() {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const wanted = useSession((session) => session.settings.largerPool);
  const change = useSession((session) => session.change);
  const { t, tailShare, captionsKept, cappedMatches } = useThreshold();
  if (pool === null) return null;
  const captions = captionsBalanced(pool);
  const poolCaptions = Math.max(wanted ?? captions * 100, captions);
  const larger = largerPool(distribution, captions, captionsKept, t, poolCaptions);
  const rows: readonly (readonly [string, string, string])[] = [
    ["captions", formatCount(captions), formatCount(poolCaptions)],
    ["matches", formatCount(distribution.matches), `≈ ${formatRounded(larger.matches)}`],
    [
      "threshold t",
      formatCount(t),
      `≈ ${formatRounded(larger.t)} ± ${formatRounded(larger.t * larger.thresholdError)}`,
    ],
    [
      "captions kept",
      formatCount(captionsKept),
      `≈ ${formatRounded(larger.captionsKept)} ± ${formatRounded(larger.keptError)}`,
    ],
    ["capped matches", formatCount(cappedMatches), `≈ ${formatRounded(larger.cappedMatches)}`],
  ];
  return (
    <Section title="A sample of a larger pool">
      <div className={styles.columns}>
        <div>
          <p className={styles.lead}>
            If these captions were drawn evenly from a larger pool, every count would grow with it,
            and so would t; the tail share stays {formatShare(tailShare)}.
          </p>
          <NumberField
            label="captions in the larger pool"
            value={poolCaptions}
            min={captions}
            max={MOST_CAPTIONS}
            onCommit={(count) => change({ largerPool: count })}
          />
          <table className={styles.figures}>
            <thead>
              <tr>
                <td />
                <th scope="col">this pool</th>
                <th scope="col">the larger pool</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, here, there]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{here}</td>
                  <td>{there}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <PoolCurves scale={larger.scale} />
      </div>
      <p className={styles.note}>
        The ± are standard errors of reckoning from {plural(captions, "caption")}. They leave out
        what no sample shows: about {formatShare(larger.unseenShare)} of the larger pool’s matches
        are of entries that match nothing here (Good and Turing). Those are tail, so they keep all
        their captions: the larger pool keeps somewhat more than this.
      </p>
    </Section>
  );
}
