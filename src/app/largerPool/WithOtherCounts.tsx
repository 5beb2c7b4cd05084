import { useMemo, useRef, useState } from "react";
import { expectedKeptAt } from "../../core/balancing/expectedKept.ts";
import { distributionOf } from "../../core/counting/distribution.ts";
import { summarizeAt } from "../../core/counting/threshold.ts";
import type { OtherCounts } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatEstimate, formatShare, plural } from "../parts/format.ts";
import { NumberField } from "../parts/NumberField.tsx";
import { Section } from "../parts/Section.tsx";
import { maxThreshold, thresholdOf, useEngine, useSession } from "../session/session.ts";
import styles from "./largerPool.module.css";

/** The captions here balanced as the pool would be that entry counts were made from. */
export function WithOtherCounts() {
  const engine = useEngine();
  const poolId = useSession((session) => session.pool?.id);
  const [read, setRead] = useState<{ pool: number | undefined; counts: OtherCounts } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  async function open(file: File | undefined) {
    if (file === undefined) return;
    setProblem(null);
    try {
      setRead({ pool: poolId, counts: await engine.countsFrom(file) });
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  const counts = read?.pool === poolId ? read?.counts : undefined;
  return (
    <Section title="With entry counts from elsewhere">
      <p className={styles.lead}>
        Give the entry counts of the pool these captions are from: a JSON object {"{entry: count}"},
        as <code>headtail count</code> writes, or an array in the order of the metadata.{" "}
        <Button onClick={() => input.current?.click()}>Choose counts…</Button>
        <input
          ref={input}
          type="file"
          accept=".json,.npy,.csv,.tsv"
          aria-label="Entry counts to use"
          hidden
          onChange={(event) => {
            void open(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </p>
      {problem && <p role="alert">{problem}</p>}
      {counts && <Balanced counts={counts} />}
    </Section>
  );
}

function Balanced({ counts }: { readonly counts: OtherCounts }) {
  const threshold = useSession((session) => session.settings.threshold);
  const p = useSession((session) => session.p);
  const captions = useSession((session) => session.pool?.captions ?? 0);
  const distribution = useMemo(() => distributionOf(counts.entryCounts), [counts]);
  const [ownT, setOwnT] = useState<number | null>(null);
  const held = threshold.fixed === "p" ? threshold.p : p;
  const t = ownT ?? thresholdOf(distribution, { fixed: "p", p: held }).t;
  const { tailShare, headEntries } = summarizeAt(distribution, t);
  const kept = expectedKeptAt(counts.expectedKept, t);
  return (
    <>
      <p className={styles.fields}>
        <NumberField
          label={`t in the pool of ${counts.name}`}
          value={t}
          min={1}
          max={maxThreshold(distribution)}
          onCommit={setOwnT}
        />
        {ownT !== null && (
          <Button look="plain" onClick={() => setOwnT(null)}>
            follow p
          </Button>
        )}
      </p>
      <p>
        There, {formatCount(distribution.matches)} matches are of{" "}
        {plural(distribution.counts.length, "entry", "entries")};{" "}
        {plural(headEntries, "entry is", "entries are")} head at this t, and the tail share is{" "}
        {formatShare(tailShare)}. Of the {plural(captions, "caption")} here, {formatEstimate(kept)}{" "}
        are expected to stay ({formatShare(captions && kept / captions)}).
      </p>
      <p className={styles.note}>
        {counts.unknown > 0 &&
          `${plural(counts.unknown, "entry", "entries")} of the file are not in this metadata and were left out. `}
        {counts.raised > 0 &&
          `${plural(counts.raised, "entry matches", "entries match")} more often here than the file says, so these captions are not all from that pool; the count here is taken. `}
        The number is an estimate from exact chances, within about 1% of their sum; a draw varies
        around it. The export still balances with the counts of the loaded pool; on the command
        line, <code>headtail balance --counts {counts.name}</code> uses these.
      </p>
    </>
  );
}
