import { Highlighted } from "../captions/Highlighted.tsx";
import { formatChance, formatCount, plural } from "../parts/format.ts";
import { MOST_CAPTIONS, useCaptionsAt } from "../queries/useComparison.ts";
import styles from "./ComparePanel.module.css";

interface ComparedCaptionsProps {
  /** Positions in the pool. */
  readonly captions: readonly number[];
  /** How many there are in all. */
  readonly all: number;
  readonly t: number;
  readonly nothing: string;
}

/** The first captions that move one way. */
export function ComparedCaptions({ captions, all, t, nothing }: ComparedCaptionsProps) {
  const { data, error } = useCaptionsAt(captions, t);
  if (all === 0) return <p className={styles.waiting}>{nothing}</p>;
  if (error) return <p role="alert">These captions could not be read: {error.message}</p>;
  if (data === undefined) return <p className={styles.waiting}>Reading captions …</p>;
  return (
    <>
      <ul className={styles.captions}>
        {data.map((caption) => (
          <li key={caption.index}>
            <Highlighted caption={caption} t={t} isWhole={false} />
            <span className={styles.note}>
              chance {formatChance(caption.chance)} · {caption.file}, line{" "}
              {formatCount(caption.line)}
            </span>
          </li>
        ))}
      </ul>
      {all > MOST_CAPTIONS && (
        <p className={styles.waiting}>
          The first {MOST_CAPTIONS} of {plural(all, "caption")}.
        </p>
      )}
    </>
  );
}
