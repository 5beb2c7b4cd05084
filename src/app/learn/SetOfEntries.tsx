import { useState } from "react";
import type { NearMissedEntry, NearMissReason, TextMatch } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useTextMatch } from "../queries/useTextMatch.ts";
import { useSession } from "../session/session.ts";
import { Formula } from "./Formula.tsx";
import styles from "./Lesson.module.css";
import { MarkedText } from "./MarkedText.tsx";
import own from "./SetOfEntries.module.css";
import { Side } from "./Side.tsx";

const FIRST = "a golden retriever meets a walrus, New York";
const TO_TRY = ["ice  cream", "ice-cream", "Dog", "the dog’s bowl"];
const LONGEST = 300;

/** Lesson 1: what a caption matches, tried on a caption of one's own. */
export function SetOfEntries() {
  const entries = useSession((session) => session.pool?.metadata.entries) ?? 0;
  const captions = useSession((session) => session.pool?.captions) ?? 0;
  const matched = useSession((session) => session.pool?.matchedCaptions) ?? 0;
  const isDefault = useSession((session) => session.pool?.metadata.isDefault);
  const [text, setText] = useState(FIRST);
  const { data: match, error } = useTextMatch(text);
  return (
    <>
      <p>
        To teach a computer what pictures show, people gather millions of pictures from the web.
        Each has a line of text with it: its <dfn>caption</dfn>. Nobody chose these captions. So the
        first question is what they are about.
      </p>
      <p>
        A long list of words and names answers it: the <dfn>metadata</dfn>. Here it has{" "}
        {plural(entries, "entry", "entries")}. An entry <dfn>matches</dfn> a caption when it stands
        in it exactly: the same letters, and a space or a mark such as a comma on both sides.
      </p>
      <div className={styles.box}>
        <label className={own.label}>
          Type a caption
          <textarea
            className={own.input}
            rows={2}
            maxLength={LONGEST}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <fieldset className={styles.choices}>
          <legend>Or try</legend>
          {[...TO_TRY, isDefault ? "St. Petersburg" : "St. Louis"].map((each) => (
            <button key={each} type="button" className={own.chip} onClick={() => setText(each)}>
              {each}
            </button>
          ))}
        </fieldset>
        {error && <p role="alert">This text could not be matched: {error.message}</p>}
        {match && <Result match={match} />}
      </div>
      <p>
        From here on a caption is nothing but this set of entries. If the set is empty, the caption
        is left out: that happens to {formatCount(captions - matched)} of {formatCount(captions)}{" "}
        captions here ({formatShare(captions && (captions - matched) / captions)}).
      </p>
      <Formula>
        An entry matches when “␣entry␣” is a part of the caption, once there are spaces around each{" "}
        <code>, . ; : ? ! `</code> and around the whole. Nothing else is changed.
      </Formula>
    </>
  );
}

function Result({ match }: { readonly match: TextMatch }) {
  const t = useSession((session) => session.t);
  const setting = useSession((session) => session.settings.entries);
  const change = useSession((session) => session.change);
  const { entries, nearMisses } = match;
  const shown = [...nearMisses].sort(byNearness).slice(0, MOST_MISSES);
  return (
    <div className={own.result}>
      <p className={own.text}>
        <MarkedText match={match} t={t} />
      </p>
      <p role="status">
        {entries.length === 0
          ? "No entry stands in it."
          : `It holds ${plural(entries.length, "entry", "entries")}. Choose one to find it in the table.`}
      </p>
      {entries.length > 0 && (
        <ul className={own.entries}>
          {entries.map(({ id, entry, count }) => (
            <li key={id}>
              <Button
                look="plain"
                className={own.entry}
                onClick={() => change({ panel: "entries", entries: { ...setting, search: entry } })}
              >
                {entry}
              </Button>
              <span className={styles.note}>{plural(count, "match", "matches")}</span>
              <Side count={count} t={t} />
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <>
          <p>It misses by a hair:</p>
          <ul className={own.misses}>
            {shown.map((miss) => (
              <li key={miss.id}>
                <strong>{miss.entry}</strong> <Reasons text={match.text} miss={miss} />
              </li>
            ))}
            {nearMisses.length > shown.length && (
              <li>and {formatCount(nearMisses.length - shown.length)} more</li>
            )}
          </ul>
        </>
      )}
    </div>
  );
}

const MOST_MISSES = 5;

/** Longer ones first, then those that miss for fewer reasons. */
function byNearness(a: NearMissedEntry, b: NearMissedEntry): number {
  return b.end - b.start - (a.end - a.start) || a.reasons.length - b.reasons.length;
}

/** Why an entry does not match, in words. */
function Reasons({ text, miss }: { readonly text: string; readonly miss: NearMissedEntry }) {
  const { start, end, reasons } = miss;
  const before = /[^\s,.;:?!`]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const after = /^[^\s,.;:?!`]*/.exec(text.slice(end))?.[0] ?? "";
  const written = <q className={own.written}>{before + text.slice(start, end) + after}</q>;
  const said = reasons.map((reason) => REASONS[reason]).join(", and ");
  return reasons.includes("unmatchable") ? (
    said
  ) : (
    <>
      is not {written}: {said}.
    </>
  );
}

const REASONS: Record<NearMissReason, string> = {
  case: "capital and small letters differ",
  punctuation: "another sign touches it or stands in it",
  spacing: "the spaces differ",
  unmatchable:
    "can never match: captions get spaces around their marks and entries do not, so a mark inside an entry stands alone in every caption.",
};
