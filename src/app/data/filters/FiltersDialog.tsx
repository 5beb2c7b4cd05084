import { type FormEvent, useState } from "react";
import type { RecordFilters } from "../../../engine/types.ts";
import { parseCondition } from "../../../formats/records/condition.ts";
import { LANGUAGES } from "../../../formats/records/language.ts";
import { Button } from "../../parts/Button.tsx";
import { Dialog, DialogButtons } from "../../parts/Dialog.tsx";
import { usePool, useSession } from "../../session/session.ts";
import styles from "./FiltersDialog.module.css";

type Unit = NonNullable<RecordFilters["length"]>["unit"];

/** What is typed, before it is a filter. */
interface Draft {
  readonly condition: string;
  readonly from: string;
  readonly to: string;
  readonly unit: Unit;
  readonly languages: readonly string[];
  readonly duplicates: RecordFilters["duplicates"];
}

/** Sets the filters that captions must pass before they are counted. */
export function FiltersDialog({ onClose }: { readonly onClose: () => void }) {
  const { filters } = usePool();
  const changeFilters = useSession((session) => session.changeFilters);
  const [draft, setDraft] = useState(() => draftOf(filters));
  const set = (changed: Partial<Draft>) => setDraft({ ...draft, ...changed });
  const problem = problemOf(draft);
  const left = LANGUAGES.filter(({ code }) => !draft.languages.includes(code));

  function apply(event: FormEvent) {
    event.preventDefault();
    if (problem !== null) return;
    onClose();
    const wanted = filtersOf(draft);
    if (JSON.stringify(wanted) !== JSON.stringify(filters)) changeFilters(wanted);
  }

  return (
    <Dialog title="Filter before counting" onClose={onClose}>
      <form className={styles.form} onSubmit={apply}>
        <p className={styles.about}>
          Captions that do not pass are left out of entry counts, too. The files are read again.
        </p>
        <label className={styles.field}>
          <span>Condition on columns</span>
          <input
            type="text"
            value={draft.condition}
            placeholder="similarity >= 0.28 and width > 256"
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => set({ condition: target.value })}
          />
        </label>
        <fieldset className={styles.field}>
          <legend>Length</legend>
          <div className={styles.row}>
            <input
              type="number"
              min={0}
              aria-label="Least length"
              placeholder="from"
              value={draft.from}
              onChange={({ target }) => set({ from: target.value })}
            />
            <span>to</span>
            <input
              type="number"
              min={0}
              aria-label="Greatest length"
              placeholder="any"
              value={draft.to}
              onChange={({ target }) => set({ to: target.value })}
            />
            <select
              aria-label="Unit of length"
              value={draft.unit}
              onChange={({ target }) => set({ unit: target.value as Unit })}
            >
              <option>characters</option>
              <option>words</option>
            </select>
          </div>
        </fieldset>
        <label className={styles.field}>
          <span>Languages</span>
          <select
            value=""
            onChange={({ target }) => set({ languages: [...draft.languages, target.value] })}
          >
            <option value="">{draft.languages.length === 0 ? "any" : "one more…"}</option>
            {left.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {draft.languages.length > 0 && (
          <ul className={styles.chosen}>
            {draft.languages.map((code) => (
              <li key={code}>
                <Button
                  type="button"
                  aria-label={`Without ${nameOf(code)}`}
                  onClick={() =>
                    set({ languages: draft.languages.filter((each) => each !== code) })
                  }
                >
                  {nameOf(code)} ×
                </Button>
              </li>
            ))}
          </ul>
        )}
        <label className={styles.field}>
          <span>Duplicates</span>
          <select
            value={draft.duplicates ?? ""}
            onChange={({ target }) =>
              set({ duplicates: (target.value || null) as RecordFilters["duplicates"] })
            }
          >
            <option value="">stay</option>
            <option value="text">leave out the same text</option>
            <option value="text-and-url">leave out the same text with the same url</option>
          </select>
        </label>
        {problem && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <DialogButtons>
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button look="action" type="submit" disabled={problem !== null}>
            Apply
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function draftOf({ condition, length, languages, duplicates }: RecordFilters): Draft {
  return {
    condition: condition ?? "",
    from: length === null ? "" : String(length.from),
    to: length?.to == null ? "" : String(length.to),
    unit: length?.unit ?? "characters",
    languages: languages ?? [],
    duplicates,
  };
}

function filtersOf({ condition, from, to, unit, languages, duplicates }: Draft): RecordFilters {
  const hasLength = from !== "" || to !== "";
  return {
    condition: condition.trim() === "" ? null : condition.trim(),
    length: hasLength ? { from: Number(from), to: to === "" ? null : Number(to), unit } : null,
    languages: languages.length === 0 ? null : languages,
    duplicates,
  };
}

function problemOf({ condition, from, to }: Draft): string | null {
  if (to !== "" && Number(to) < Number(from)) return "The greatest length is below the least.";
  if (condition.trim() === "") return null;
  try {
    parseCondition(condition);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function nameOf(code: string): string {
  return LANGUAGES.find((language) => language.code === code)?.name ?? code;
}
