import type { ReactNode } from "react";
import { formatCount, formatEstimate, formatShare } from "../parts/format.ts";
import { useCurrentBalance } from "../queries/useBalance.ts";
import { useExpectedKept } from "../queries/useExpectedKept.ts";
import { captionsBalanced, useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./Tiles.module.css";

/** The figures that people confuse, side by side and each by its name. */
export function Tiles() {
  const pool = useSession((session) => session.pool);
  const matches = useSession((session) => session.distribution.matches);
  const at = useThreshold();
  const current = useCurrentBalance();
  const estimate = useExpectedKept();
  if (!pool) return null;
  const captions = captionsBalanced(pool);
  const expected = current
    ? `${formatCount(current.expectedKept)} ± ${formatCount(current.keptDeviation)}`
    : estimate === null
      ? "…"
      : formatEstimate(estimate);
  return (
    <dl className={styles.tiles} data-printed>
      <Tile name="captions kept" value={at.captionsKept}>
        share kept {formatShare(captions && at.captionsKept / captions)} <br />
        {pool.source ? `of ${formatCount(captions)} in its source` : `expected ${expected}`}
      </Tile>
      <Tile name="balanced matches" value={at.balancedMatches}>
        among kept captions, <br />
        of {formatCount(matches)} matches
      </Tile>
      <Tile name="capped matches" value={at.cappedMatches}>
        Σ min(count, t): a cap on <br />
        draws, not captions
      </Tile>
      <Tile name="head entries" value={at.headEntries} look={styles.head}>
        with t matches or more <br />
        <span className={styles.tail}>{formatCount(at.tailEntries)} tail entries</span>
      </Tile>
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: number;
  readonly look?: string | undefined;
  readonly children: ReactNode;
}

function Tile({ name, value, look, children }: TileProps) {
  return (
    <div className={styles.tile}>
      <dt className={styles.name}>{name}</dt>
      <dd className={[styles.value, look].filter(Boolean).join(" ")}>{formatCount(value)}</dd>
      <dd className={styles.note}>{children}</dd>
    </div>
  );
}
