import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { formatBytes, formatCount, formatRounded, plural } from "../parts/format.ts";
import { type TooLargeLoad, useSession } from "../session/session.ts";
import styles from "./TooLarge.module.css";

/** Asks how much is taken of files that need more memory than a tab should take. */
export function TooLarge() {
  const job = useSession((session) => session.jobs.find(({ tooLarge }) => tooLarge !== null));
  if (!job?.tooLarge) return null;
  return <Question key={job.id} load={job.tooLarge} onCancel={job.cancel} />;
}

interface QuestionProps {
  readonly load: TooLargeLoad;
  readonly onCancel: () => void;
}

function Question({ load: { estimate, take }, onCancel }: QuestionProps) {
  const { files, captions, bytes, limitBytes, fits } = estimate;
  const name = files.length === 1 ? files[0] : `The ${plural(files.length, "file")}`;
  return (
    <Dialog title="More than fits in memory" onClose={onCancel}>
      <p className={styles.sentence}>
        {name} {files.length === 1 ? "has" : "have"} about {formatRounded(captions)} captions. With
        them, this tab needs about {formatBytes(bytes)} of memory, more than the{" "}
        {formatBytes(limitBytes)} it should take.
      </p>
      {fits === null ? (
        <p className={styles.sentence}>
          The captions that are loaded leave no room. Reload the page to free it.
        </p>
      ) : (
        <div className={styles.choices}>
          <Button look="action" onClick={() => take({ oneIn: fits.oneIn })}>
            Take one line in {formatCount(fits.oneIn)}
          </Button>
          <Button onClick={() => take({ first: fits.first })}>
            Take the first {formatCount(fits.first)}
          </Button>
        </div>
      )}
      <div className={styles.others}>
        <Button onClick={() => take("all")}>Load all</Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </Dialog>
  );
}
