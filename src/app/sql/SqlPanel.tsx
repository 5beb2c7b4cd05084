import { type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { formatBytes, formatCount } from "../parts/format.ts";
import { type ManyCaptions, useSql } from "../queries/useSql.ts";
import { useSession } from "../session/session.ts";
import { Problem, useResult } from "./Answer.tsx";
import { ResultTable } from "./ResultTable.tsx";
import { Running } from "./Running.tsx";
import { Sidebar } from "./Sidebar.tsx";
import styles from "./SqlPanel.module.css";

/** Questions in SQL to the entries, captions and files, answered by DuckDB in a worker. */
export function SqlPanel() {
  const lastRun = useSession((session) => session.settings.statement);
  const change = useSession((session) => session.change);
  const [draft, setDraft] = useState(lastRun);
  const editor = useRef<HTMLTextAreaElement>(null);
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

  const answer = answered?.answer ?? null;
  const problem = answer !== null && "problem" in answer ? answer : null;
  const result = useResult(answer !== null && !("problem" in answer) ? answer : null);
  const isRunning = stage !== null;
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
          placeholder="SELECT entry, matches FROM entries LIMIT 10"
          rows={3}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.actions}>
          <Button
            look={isRunning ? "outline" : "action"}
            className={styles.run}
            disabled={!isRunning && !canRun}
            onClick={isRunning ? stop : runDraft}
          >
            {isRunning ? "Stop" : "Run"}
          </Button>
          {isRunning ? (
            <Running stage={stage} />
          ) : (
            (result?.summary ?? (
              <span className={styles.hint}>Ctrl+Enter or ⌘ Enter runs it. It can only read.</span>
            ))
          )}
        </div>
        {manyCaptions && <ManyCaptionsQuestion {...manyCaptions} />}
        {!isRunning && problem && (
          <Problem problem={problem} statement={answered?.statement ?? ""} onGoTo={goTo} />
        )}
        {result && result.rows.rows.length > 0 && (
          <ResultTable key={answered?.statement} {...result.rows} />
        )}
        {!isRunning && answer === null && (
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

function ManyCaptionsQuestion({ captions, bytes, answer }: ManyCaptions) {
  return (
    <div role="alert" className={styles.many}>
      <p>
        This reads the captions: a table of {formatCount(captions)} rows, which takes about{" "}
        {formatBytes(bytes)} of memory until other captions are loaded or the page is closed.
      </p>
      <Button onClick={() => answer(true)}>Build it</Button>
      <Button look="plain" onClick={() => answer(false)}>
        Leave it
      </Button>
    </div>
  );
}
