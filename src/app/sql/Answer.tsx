import { type ReactNode, useState } from "react";
import type { SqlProblem, SqlResult, SqlRows } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { download } from "../session/destination.ts";
import { useEngine } from "../session/session.ts";
import styles from "./Answer.module.css";
import { delimited } from "./delimited.ts";

/** Captions whose texts are read back for one answer. */
const MOST_TEXTS = 1000;

interface ProblemProps {
  readonly problem: SqlProblem;
  readonly statement: string;
  readonly onGoTo: (line: number, column: number) => void;
}

/** What is wrong, with the line it is in and a caret below the place. */
export function Problem({ problem: { problem, place }, statement, onGoTo }: ProblemProps) {
  return (
    <div role="alert" className={styles.problem}>
      <p>{problem}</p>
      {place && (
        <>
          <pre className={styles.excerpt}>
            {statement.split("\n")[place.line - 1]}
            {"\n"}
            {" ".repeat(place.column - 1)}^
          </pre>
          <Button look="plain" onClick={() => onGoTo(place.line, place.column)}>
            Go to line {place.line}, column {place.column}
          </Button>
        </>
      )}
    </div>
  );
}

/** An answer as it is shown, and what can be done with it. */
export interface ShownResult {
  /** With the texts of the captions, once they are read. */
  readonly rows: SqlRows;
  readonly summary: ReactNode;
}

export function useResult(result: SqlResult | null): ShownResult | null {
  const engine = useEngine();
  const [read, setRead] = useState<{ of: SqlResult; texts: readonly string[] } | null>(null);
  const [said, setSaid] = useState<{ of: SqlResult; sentence: string } | null>(null);
  if (result === null) return null;
  const { columns, rows, isCut, milliseconds, t, readsCaptions } = result;
  const indexColumn = readsCaptions ? columns.findIndex(({ name }) => name === "index") : -1;
  const texts = read?.of === result ? read.texts : null;
  const shown =
    texts === null
      ? result
      : {
          columns: columns.toSpliced(indexColumn + 1, 0, { name: "text", isNumber: false }),
          rows: rows.map((row, i) => row.toSpliced(indexColumn + 1, 0, texts[i])),
        };

  /** Does something that may fail, and says what came of it. */
  async function attempt(work: () => Promise<string>): Promise<void> {
    const say = (sentence: string) => setSaid({ of: result!, sentence });
    await work().then(say, (error: Error) => say(error.message));
  }

  const readTexts = () =>
    attempt(async () => {
      const indexes = rows.map((row) => Number(row[indexColumn]));
      setRead({ of: result, texts: await engine.captionTexts(indexes) });
      return "";
    });
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(await delimited(shown, "\t"));
      return "Copied.";
    });
  const save = () =>
    attempt(async () => {
      const text = await delimited(shown, ",");
      download("headtail-answer.csv", new Blob([text], { type: "text/csv" }));
      return "";
    });

  const count = isCut
    ? `The first ${formatCount(rows.length)} rows; there are more.`
    : plural(rows.length, "row");
  return {
    rows: shown,
    summary: (
      <>
        <span role="status" className={styles.said}>
          {count}{" "}
          <span className={styles.muted}>
            in {formatMilliseconds(milliseconds)}, at t = {formatCount(t)}
          </span>{" "}
          {said?.of === result && said.sentence}
        </span>
        {rows.length > 0 && (
          <span className={styles.actions}>
            {indexColumn >= 0 && texts === null && rows.length <= MOST_TEXTS && (
              <Button look="plain" onClick={readTexts}>
                Read the texts
              </Button>
            )}
            {indexColumn >= 0 && rows.length > MOST_TEXTS && (
              <span className={styles.muted}>Texts are read for up to 1,000 rows.</span>
            )}
            <Button look="plain" onClick={copy}>
              Copy
            </Button>
            <Button look="plain" onClick={save}>
              Download CSV
            </Button>
          </span>
        )}
      </>
    ),
  };
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
