import { useState } from "react";
import type { SqlProblem, SqlResult } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import type { Answered } from "../queries/useSql.ts";
import { download } from "../session/destination.ts";
import { useEngine } from "../session/session.ts";
import styles from "./Answer.module.css";
import { delimited } from "./delimited.ts";
import { ResultTable } from "./ResultTable.tsx";

/** Captions whose texts are read back for one answer. */
const MOST_TEXTS = 1000;

interface AnswerProps {
  readonly answered: Answered;
  readonly onGoTo: (line: number, column: number) => void;
}

export function Answer({ answered: { statement, answer }, onGoTo }: AnswerProps) {
  return "problem" in answer ? (
    <Problem problem={answer} statement={statement} onGoTo={onGoTo} />
  ) : (
    <Result result={answer} />
  );
}

interface ProblemProps {
  readonly problem: SqlProblem;
  readonly statement: string;
  readonly onGoTo: (line: number, column: number) => void;
}

/** What is wrong, with the line it is in and a caret below the place. */
function Problem({ problem: { problem, place }, statement, onGoTo }: ProblemProps) {
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

function Result({ result }: { readonly result: SqlResult }) {
  const engine = useEngine();
  const [texts, setTexts] = useState<readonly string[] | null>(null);
  const [said, setSaid] = useState("");
  const { columns, rows, isCut, milliseconds, t, readsCaptions } = result;
  const indexColumn = readsCaptions ? columns.findIndex(({ name }) => name === "index") : -1;
  const shown =
    texts === null
      ? result
      : {
          columns: [...columns, { name: "text", isNumber: false }],
          rows: rows.map((row, i) => [...row, texts[i]]),
        };

  /** Does something that may fail, and says what came of it. */
  async function attempt(work: () => Promise<string>): Promise<void> {
    try {
      setSaid(await work());
    } catch (error) {
      setSaid((error as Error).message);
    }
  }

  const readTexts = () =>
    attempt(async () => {
      setTexts(await engine.captionTexts(rows.map((row) => Number(row[indexColumn]))));
      return "";
    });
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(await delimited(shown, "\t"));
      return "Copied.";
    });
  const save = () =>
    attempt(async () => {
      download(
        "headtail-answer.csv",
        new Blob([await delimited(shown, ",")], { type: "text/csv" }),
      );
      return "";
    });

  const canReadTexts = indexColumn >= 0 && texts === null && rows.length > 0;
  return (
    <>
      <div className={styles.about}>
        <span role="status">
          {isCut
            ? `The first ${formatCount(rows.length)} rows; there are more.`
            : plural(rows.length, "row")}{" "}
          <span className={styles.muted}>
            in {formatMilliseconds(milliseconds)}, at t = {formatCount(t)}
          </span>{" "}
          {said}
        </span>
        <span className={styles.actions}>
          {canReadTexts &&
            (rows.length <= MOST_TEXTS ? (
              <Button look="plain" onClick={readTexts}>
                Read the texts
              </Button>
            ) : (
              <span className={styles.muted}>Texts are read for up to 1,000 rows.</span>
            ))}
          {rows.length > 0 && (
            <>
              <Button look="plain" onClick={copy}>
                Copy
              </Button>
              <Button look="plain" onClick={save}>
                Download CSV
              </Button>
            </>
          )}
        </span>
      </div>
      {rows.length > 0 && <ResultTable {...shown} />}
    </>
  );
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
