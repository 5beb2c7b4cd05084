import { Button } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import styles from "./NoticeBar.module.css";

/** What went wrong, or what was done, in sentences, until the user dismisses it. */
export function NoticeBar() {
  const notice = useSession((session) => session.notice);
  const dismiss = useSession((session) => session.dismissNotice);
  if (!notice) return null;
  return (
    <div
      className={styles.notice}
      data-kind={notice.kind}
      role={notice.kind === "problem" ? "alert" : "status"}
    >
      <ul>
        {notice.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Button look="plain" onClick={dismiss}>
        Dismiss
      </Button>
    </div>
  );
}
