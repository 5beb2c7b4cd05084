import type { FileSummary } from "../../engine/types.ts";
import { unitOf } from "../data/formatNames.ts";
import { REJECT_REASONS } from "../data/rejectReasons.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { useRejectedLines } from "../queries/useRejectedLines.ts";
import { useSession } from "../session/session.ts";
import styles from "./RejectedLines.module.css";

const NO_FILES: readonly FileSummary[] = [];

/** Lines that gave no caption, each with the reason and how it begins. */
export function RejectedLines({ file }: { readonly file: number | null }) {
  const files = useSession((session) => session.pool?.files) ?? NO_FILES;
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useRejectedLines(file);
  const looked = file === null ? files : files.slice(file, file + 1);
  const rejected = looked.reduce((sum, each) => sum + each.rejected, 0);
  const known = looked.reduce((sum, each) => sum + each.rejects.length, 0);
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <>
      <p role="status" className={styles.found}>
        {rejected === 0 ? "Every line gave a caption." : `${plural(rejected, "rejected line")}.`}
        {known < rejected && ` The first ${formatCount(known)} are listed.`}
      </p>
      {error && <p role="alert">These lines could not be read: {error.message}</p>}
      <ul className={styles.lines}>
        {lines.map(({ file: position, line, reason, beginning, isCut }) => (
          <li key={`${position}:${line}`}>
            <p className={styles.reason}>
              <strong>
                {unitOf(files[position] ?? {})} {formatCount(line)}
              </strong>
              {files.length > 1 && ` of ${files[position]?.name}`}: {REJECT_REASONS[reason]}
            </p>
            <code className={styles.beginning}>
              {beginning}
              {isCut && "…"}
            </code>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
