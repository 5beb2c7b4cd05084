import { useMemo, useState } from "react";
import type { GroupColumn } from "../../engine/types.ts";
import { Section } from "../parts/Section.tsx";
import { useRecordFields } from "../queries/useKeptByGroup.ts";
import { useSession } from "../session/session.ts";
import { AboveCap } from "./AboveCap.tsx";
import styles from "./EffectsPanel.module.css";
import { EffectsSentence } from "./EffectsSentence.tsx";
import { GroupBars } from "./GroupBars.tsx";
import { MatchBars } from "./MatchBars.tsx";
import { RulesTable } from "./RulesTable.tsx";

const LENGTH: GroupColumn = { kind: "length" };
const FILE: GroupColumn = { kind: "file" };

/** What balancing does to the pool: who is favoured, why the head stays, and what else could be done. */
export function EffectsPanel() {
  const hasMatches = useSession((session) => session.distribution.matches > 0);
  const isSubset = useSession((session) => session.pool?.source !== null);
  if (!hasMatches) {
    return (
      <section className={styles.card} aria-label="Effects">
        <p>No caption matches any entry of this metadata list, so there is nothing to balance.</p>
      </section>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
    <section className={styles.card} tabIndex={0} aria-label="Effects">
      {isSubset ? (
        <p>
          This pool is a balanced subset. The captions that its source dropped are not in it, so
          what stays is seen of the rest only, and variants of the rule cannot be tried. Load the
          source to see what balancing does to it.
        </p>
      ) : (
        <>
          <EffectsSentence />
          <RulesTable />
        </>
      )}
      <Groups />
      <AboveCap />
    </section>
  );
}

/** Captions kept by what they have in common. */
function Groups() {
  const files = useSession((session) => session.pool?.files.length ?? 0);
  const fields = useRecordFields();
  const columns = useMemo<readonly { name: string; column: GroupColumn }[]>(
    () => [
      ...(files > 1 ? [{ name: "file", column: FILE }] : []),
      ...fields.map(({ field, type }) => ({
        name: field,
        column: { kind: "field", field, type } as const,
      })),
    ],
    [files, fields],
  );
  const [chosen, setChosen] = useState("");
  const shown = columns.find(({ name }) => name === chosen) ?? columns[0];
  return (
    <Section title="Share of matched captions kept">
      <div className={styles.multiples}>
        <MatchBars />
        <GroupBars title="by characters in a caption" column={LENGTH} />
        {shown && (
          <GroupBars
            title={
              <label>
                by{" "}
                <select
                  className={styles.select}
                  aria-label="What captions are grouped by"
                  value={shown.name}
                  onChange={(event) => setChosen(event.target.value)}
                >
                  {columns.map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            }
            column={shown.column}
          />
        )}
      </div>
    </Section>
  );
}
