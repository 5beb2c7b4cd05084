import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { formatBytes, formatCount } from "../parts/format.ts";
import { useSql } from "../queries/useSql.ts";
import { useSession } from "../session/session.ts";
import { Answer } from "./Answer.tsx";
import { Running } from "./Running.tsx";
import { Sidebar } from "./Sidebar.tsx";
import styles from "./SqlPanel.module.css";

/** Questions in SQL to the entries, captions and files, answered by DuckDB in a worker. */
export function SqlPanel() {
  const lastRun = useSession((session) => session.settings.statement);
  const change = useSession((session) => session.change);
  const [draft, setDraft] = useState(lastRun);
  const editor = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const { answered, stage, manyCaptions, isReady, run, stop } = useSql();
  const canRun = isReady && stage === null && draft.trim() !== "";

  function runDraft(): void {
    if (!canRun) return;
    change({ statement: draft });
    void run(draft);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    runDraft();
  }

  function insert(name: string): void {
    const element = editor.current;
    if (element === null) return;
    element.setRangeText(name, element.selectionStart, element.selectionEnd, "end");
    setDraft(element.value);
    element.focus();
  }

  function goTo(line: number, column: number): void {
    const before = draft.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, { length }) => sum + length + 1, column - 1);
    editor.current?.focus();
    editor.current?.setSelectionRange(at, at);
  }

  return (
    <section className={styles.panel} aria-label="SQL">
      <Sidebar
        onInsert={insert}
        onExample={(statement) => {
          setDraft(statement);
          editor.current?.focus();
        }}
      />
      <div className={styles.work}>
        <textarea
          ref={editor}
          className={styles.editor}
          aria-label="SQL statement"
          aria-describedby={hintId}
          placeholder="SELECT entry, matches FROM entries LIMIT 10"
          rows={4}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.actions}>
          {stage === null ? (
            <Button look="action" className={styles.run} disabled={!canRun} onClick={runDraft}>
              Run
            </Button>
          ) : (
            <Button className={styles.run} onClick={stop}>
              Stop
            </Button>
          )}
          <span id={hintId} className={styles.hint}>
            {stage === null ? (
              "Ctrl+Enter or ⌘ Enter runs it. It can read, never change."
            ) : (
              <Running stage={stage} />
            )}
          </span>
        </div>
        {manyCaptions && (
          <div role="alert" className={styles.many}>
            <p>
              This reads the captions: a table of {formatCount(manyCaptions.captions)} rows, which
              takes about {formatBytes(manyCaptions.bytes)} of memory until other captions are
              loaded or the page is closed.
            </p>
            <Button onClick={() => manyCaptions.answer(true)}>Build it</Button>
            <Button look="plain" onClick={() => manyCaptions.answer(false)}>
              Leave it
            </Button>
          </div>
        )}
        {answered ? (
          <Answer key={answered.statement} answered={answered} onGoTo={goTo} />
        ) : (
          <p className={styles.empty}>
            Ask anything of the tables <em>entries</em>, <em>captions</em> and <em>files</em>: an
            example shows how. The texts of captions are not in memory; they can be read back for
            answers of up to 1,000 captions.
          </p>
        )}
      </div>
    </section>
  );
}
