import { nameOf } from "../../engine/saved/savedPool.ts";
import type { FileSummary, Lacking } from "../../engine/types.ts";
import { PickButton } from "../data/PickButton.tsx";
import { Button } from "../parts/Button.tsx";
import { plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { useKeeping } from "./keeping.ts";
import styles from "./SavedBars.module.css";

/** What the user may want to do about what was kept: go on with it, or give a file again. */
export function SavedBars() {
  return (
    <>
      <EarlierBar />
      <LackingBar />
    </>
  );
}

function EarlierBar() {
  const earlier = useKeeping((keeping) => keeping.earlier);
  const continueEarlier = useKeeping((keeping) => keeping.continueEarlier);
  const dismiss = useKeeping((keeping) => keeping.dismissEarlier);
  const isDemo = useSession((session) => session.pool?.isDemo === true);
  if (earlier === null || !isDemo) return null;
  const { name, captions, savedAt } = earlier;
  return (
    <div className={styles.bar} role="status">
      <p className={styles.sentence}>
        Continue with <strong>{name}</strong>? {plural(captions, "caption")}, left{" "}
        {sinceWhen(savedAt)}.
      </p>
      <div className={styles.buttons}>
        <Button onClick={dismiss}>Not now</Button>
        <Button look="action" onClick={continueEarlier}>
          Continue
        </Button>
      </div>
    </div>
  );
}

function LackingBar() {
  const files = useSession((session) => session.pool?.files);
  const isBusy = useSession((session) => session.jobs.length > 0);
  const allowAgain = useSession((session) => session.allowAgain);
  const chooseAgain = useSession((session) => session.chooseAgain);
  const toAllow = lackingOf(files, "permission");
  const toChoose = lackingOf(files, "file");
  if (toAllow.length > 0) {
    return (
      <div className={styles.bar} role="status">
        <p className={styles.sentence}>
          Headtail needs leave to read <strong>{nameOf(toAllow)}</strong> again, for its captions
          and the export.
        </p>
        <Button look="action" disabled={isBusy} onClick={allowAgain}>
          Allow
        </Button>
      </div>
    );
  }
  if (toChoose.length === 0) return null;
  return (
    <div className={styles.bar} role="status">
      <p className={styles.sentence}>
        The captions’ texts of <strong>{nameOf(toChoose)}</strong> are not here: counts and curves
        were kept, the texts were not. Choose the file again to see captions and to export.
      </p>
      <PickButton look="action" label="Files to choose again" onPick={chooseAgain}>
        Choose…
      </PickButton>
    </div>
  );
}

function lackingOf(files: readonly FileSummary[] | undefined, lacking: Lacking): FileSummary[] {
  return files?.filter((file) => file.lacking === lacking) ?? [];
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [
  { unit: "day", milliseconds: 86_400_000 },
  { unit: "hour", milliseconds: 3_600_000 },
  { unit: "minute", milliseconds: 60_000 },
] as const;

/** 3 hours ago. */
function sinceWhen(time: number): string {
  const passed = Date.now() - time;
  const fitting = UNITS.find(({ milliseconds }) => passed >= milliseconds);
  if (!fitting) return "just now";
  return relative.format(-Math.floor(passed / fitting.milliseconds), fitting.unit);
}
