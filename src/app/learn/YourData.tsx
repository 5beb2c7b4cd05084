import { useState } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { ActionButton } from "../actions/ActionButton.tsx";
import { OpenButton } from "../data/OpenButton.tsx";
import { Button } from "../parts/Button.tsx";
import { plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { commandLines } from "./commandLines.ts";
import styles from "./Lesson.module.css";
import own from "./YourData.module.css";

/** The list that comes with Headtail, beside the page. */
const DEFAULT_METADATA = "metadata.json";

/** Lesson 6: the same on one's own captions, here and on the command line. */
export function YourData() {
  const pool = useSession((session) => session.pool);
  const kept = useSession(({ pool, t }) => (pool ? keptAt(pool.kept, t).captions : 0));
  return (
    <>
      <p>
        All of this works on captions of your own: files with one JSON object a line. They are read
        on this machine and never leave it.
      </p>
      <div className={styles.choices}>
        <OpenButton>Open captions…</OpenButton>
        <ActionButton action="export" look="outline">
          Export {plural(kept, "caption")}…
        </ActionButton>
      </div>
      <p>
        An export holds the lines that stay, and a small file that says how they were chosen.
        Whoever has both and your data can do it again.
      </p>
      <p>
        Too large for a browser? The command line does the same on files of any size. With the same
        metadata, counts, t and seed it keeps the same captions, byte for byte. These commands have
        what is set on this page:
      </p>
      {pool && <Commands />}
      <p>If you keep three things from these pages:</p>
      <ol className={own.summary}>
        <li>A caption is the set of entries that stand in it.</li>
        <li>
          Rare entries keep all their captions, since each one teaches something new. Common ones
          are thinned to about t on their own account, since one more of them teaches little.
        </li>
        <li>One number says where rare ends: t for one pool, the tail share p for all of them.</li>
      </ol>
    </>
  );
}

function Commands() {
  const { metadata, files, source, isDemo } = useSession((session) => session.pool)!;
  const t = useSession((session) => session.t);
  const seed = useSession((session) => session.settings.seed);
  const [said, setSaid] = useState("");
  const [field] = files.map(({ captionField }) => captionField);
  const commands = commandLines({
    metadata: metadata.isDefault ? DEFAULT_METADATA : metadata.name,
    files: files.map(({ name }) => name),
    field: files.every(({ captionField }) => captionField === field) ? field : null,
    t,
    seed,
  });

  async function copy() {
    try {
      await navigator.clipboard.writeText(commands);
      setSaid("Copied.");
    } catch {
      setSaid("The browser did not allow that. Select the lines and copy them.");
    }
  }

  return (
    <div className={styles.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long commands are scrolled by keyboard */}
      <section className={own.scroller} tabIndex={0} aria-label="Commands">
        <pre className={own.commands}>{commands}</pre>
      </section>
      <div className={styles.choices}>
        <Button onClick={copy}>Copy</Button>
        <span role="status" className={styles.note}>
          {said}
        </span>
      </div>
      {(metadata.isDefault || isDemo) && (
        <p className={styles.note}>
          Files that come with Headtail:{" "}
          {metadata.isDefault && (
            <a href={`data/${DEFAULT_METADATA}`} download>
              {DEFAULT_METADATA}
            </a>
          )}
          {metadata.isDefault && isDemo && ", "}
          {isDemo && (
            <a href="data/demo.jsonl" download>
              demo.jsonl
            </a>
          )}
        </p>
      )}
      {files.some(({ sample }) => sample) && (
        <p className={styles.note}>
          Only a part of the files was taken here; the commands read all of them, so their counts
          will be larger.
        </p>
      )}
      {source && (
        <p className={styles.note}>
          These captions are a balanced subset. Run the commands on its source to get the same
          again.
        </p>
      )}
    </div>
  );
}
