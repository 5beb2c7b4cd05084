import { useState } from "react";
import { Button } from "../parts/Button.tsx";
import { useChosenCaption } from "../queries/useChosenCaption.ts";
import { useSession } from "../session/session.ts";
import own from "./TenLines.module.css";
import { stepsOf, TEN_LINES } from "./tenLines.ts";

/** The method in ten lines, and a caption of the pool running through them step by step. */
export function TenLines() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={own.details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>The whole method in ten lines</summary>
      {isOpen && <Program />}
    </details>
  );
}

function Program() {
  const t = useSession((session) => session.t);
  const metadata = useSession((session) => session.pool?.metadata.entries) ?? 0;
  const { why, error } = useChosenCaption();
  const [at, setAt] = useState(0);
  if (error) return <p role="alert">The caption could not be read: {error.message}</p>;
  if (!why) return null;
  const { text, seed, entries } = why;
  const steps = stepsOf({ text, metadata, t, seed, entries });
  const now = Math.min(at, steps.length - 1);
  const { line, says, values } = steps[now];
  const isLast = now === steps.length - 1;
  return (
    <div className={own.program}>
      <ol className={own.code} aria-label="The method">
        {TEN_LINES.map((code, i) => (
          <li key={code} aria-current={i + 1 === line ? "step" : undefined}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className={own.says} role="status">
        <strong>Line {line}.</strong> {says}
      </p>
      <div className={own.buttons}>
        <Button disabled={now === 0} onClick={() => setAt(now - 1)}>
          Back
        </Button>
        <Button disabled={isLast} onClick={() => setAt(now + 1)}>
          Step
        </Button>
        <Button disabled={isLast} onClick={() => setAt(steps.length - 1)}>
          To the end
        </Button>
        <span className={own.place}>
          {now + 1} of {steps.length}
        </span>
      </div>
      <dl className={own.values}>
        {values.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
