import { useMemo } from "react";
import { rankCurve } from "../../core/counting/curves.ts";
import { formatShort } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import styles from "./largerPool.module.css";

const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 34;
const BOTTOM = 18;

/** Counts by rank of this pool and of the larger one, on log–log axes, each with its t. */
export function PoolCurves({ scale }: { readonly scale: number }) {
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.t);
  const most = (distribution.counts.at(-1) ?? 1) * scale;
  const y = (count: number) => yOf(count, most);
  // They stand still while t moves.
  const paths = useMemo(() => {
    const curve = rankCurve(distribution);
    const ranks = Math.max(distribution.counts.length, 2);
    const pathOf = (factor: number) =>
      Array.from(curve.x, (rank, i) => {
        const x = LEFT + (Math.log(rank) / Math.log(ranks)) * (WIDTH - LEFT - 8);
        return `${i === 0 ? "M" : "L"}${x.toFixed(1)},${yOf(curve.y[i] * factor, most).toFixed(1)}`;
      }).join("");
    return { here: pathOf(1), there: pathOf(scale) };
  }, [distribution, scale, most]);
  const ticks = [];
  for (let tick = 1; tick < most * 1.5; tick *= 100) ticks.push(tick);
  return (
    <figure className={styles.curves}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Counts by rank: the larger pool’s are ${formatShort(scale)} times those of this pool, and so is its t.`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} />
            <text className={styles.tick} x={LEFT - 5} y={y(tick) + 4} textAnchor="end">
              {formatShort(tick)}
            </text>
          </g>
        ))}
        <path className={styles.here} d={paths.here} />
        <path className={styles.there} d={paths.there} />
        <line className={styles.t} x1={LEFT} x2={WIDTH - 8} y1={y(t)} y2={y(t)} />
        <line
          className={styles.t}
          x1={LEFT}
          x2={WIDTH - 8}
          y1={y(t * scale)}
          y2={y(t * scale)}
          strokeDasharray="4 3"
        />
        <text className={styles.tick} x={(LEFT + WIDTH) / 2} y={HEIGHT - 3} textAnchor="middle">
          entries by rank
        </text>
      </svg>
      <figcaption className={styles.legend}>
        <span data-line="there">larger pool</span>
        <span data-line="here">this pool</span>
        <span data-line="t">t of each</span>
      </figcaption>
    </figure>
  );
}

/** On a log axis from 1 up to somewhat more than the largest count. */
function yOf(count: number, most: number): number {
  return (HEIGHT - BOTTOM) * (1 - Math.log(Math.max(count, 1)) / Math.log(Math.max(most * 1.5, 2)));
}
