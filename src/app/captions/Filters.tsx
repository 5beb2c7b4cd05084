import { useId, useState } from "react";
import type { FileSummary } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import { type CaptionsSetting, NO_LIMIT, type Range } from "../session/settings.ts";
import styles from "./Filters.module.css";
import { filtersInUse, withoutFilters } from "./filterWords.ts";

const NO_FILES: readonly FileSummary[] = [];

/** Search and filters of the captions; those in use stand below, each with a way to remove it. */
export function Filters() {
  const files = useSession((session) => session.pool?.files) ?? NO_FILES;
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const [isOpen, setIsOpen] = useState(false);
  const formId = useId();
  const set = (changed: Partial<CaptionsSetting>) =>
    change({ captions: { ...captions, ...changed } });
  return (
    <section className={styles.filters} aria-label="Filters of captions">
      <div className={styles.row}>
        <input
          className={styles.search}
          type="search"
          placeholder="Search captions"
          aria-label="Search captions"
          value={captions.text}
          onChange={(event) => set({ text: event.target.value })}
        />
        <Button
          aria-expanded={isOpen}
          aria-controls={formId}
          className={styles.toggle}
          onClick={() => setIsOpen(!isOpen)}
        >
          Filters
        </Button>
      </div>
      <div id={formId} className={styles.form} hidden={!isOpen}>
        {files.length > 1 && (
          <label className={styles.field}>
            <span className={styles.name}>file</span>
            <select
              className={styles.file}
              value={captions.file ?? ""}
              onChange={({ target }) =>
                set({ file: target.value === "" ? null : Number(target.value) })
              }
            >
              <option value="">all files</option>
              {files.map(({ name }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position
                <option key={i} value={i}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <RangeField
          name="matches"
          range={captions.matches}
          most={NO_LIMIT}
          onChange={(matches) => set({ matches })}
        />
        <RangeField
          name="chance"
          range={captions.chance}
          most={1}
          onChange={(chance) => set({ chance })}
        />
        <RangeField
          name="entry count"
          range={captions.counts}
          most={NO_LIMIT}
          onChange={(counts) => set({ counts })}
        />
      </div>
      <Chips captions={captions} files={files} />
    </section>
  );
}

interface ChipsProps {
  readonly captions: CaptionsSetting;
  readonly files: readonly FileSummary[];
}

function Chips({ captions, files }: ChipsProps) {
  const change = useSession((session) => session.change);
  const inUse = filtersInUse(captions, files);
  if (inUse.length === 0) return null;
  const isRejected = captions.kind === "rejected";
  return (
    <>
      <ul className={styles.chips} aria-label="Filters in use">
        {inUse.map(({ name, words, without }) => (
          <li key={words} className={styles.chip} data-idle={isRejected && name !== "file"}>
            <span className={styles.words}>{words}</span>
            <button
              type="button"
              aria-label={`Remove the filter ${words}`}
              onClick={() => change({ captions: without })}
            >
              ×
            </button>
          </li>
        ))}
        {captions.entries.length > 1 && (
          <li>
            <select
              className={styles.hold}
              aria-label="Entries that a caption holds"
              value={captions.hold}
              onChange={({ target }) => {
                const hold = target.value === "any" ? "any" : "all";
                change({ captions: { ...captions, hold } });
              }}
            >
              <option value="all">all of the entries</option>
              <option value="any">any of the entries</option>
            </select>
          </li>
        )}
        <li>
          <Button look="plain" onClick={() => change({ captions: withoutFilters(captions) })}>
            Clear filters
          </Button>
        </li>
      </ul>
      {isRejected && inUse.some(({ name }) => name !== "file") && (
        <p className={styles.name}>Rejected lines have no caption: only the file counts here.</p>
      )}
    </>
  );
}

interface RangeFieldProps {
  readonly name: string;
  readonly range: Range | null;
  /** Largest value; {@link NO_LIMIT} where there is none. */
  readonly most: number;
  readonly onChange: (range: Range | null) => void;
}

/** From and to, either of which may be left empty; they take effect with Enter or when left. */
function RangeField({ name, range, most, onChange }: RangeFieldProps) {
  const [draft, setDraft] = useState<{ from: string; to: string } | null>(null);
  const from = range === null || range.from === 0 ? "" : String(range.from);
  const to = range === null || range.to === most ? "" : String(range.to);
  const shown = draft ?? { from, to };

  function commit() {
    if (draft === null) return;
    setDraft(null);
    const low = numberFrom(draft.from, 0, most);
    const high = numberFrom(draft.to, most, most);
    const isAny = low === 0 && high === most;
    onChange(isAny ? null : { from: Math.min(low, high), to: Math.max(low, high) });
  }

  return (
    <div className={styles.field}>
      <span className={styles.name}>{name}</span>
      {(["from", "to"] as const).map((end) => (
        <label key={end} className={styles.end}>
          <span className={styles.name}>{end}</span>
          <input
            className={styles.number}
            inputMode="decimal"
            autoComplete="off"
            aria-label={`${name} ${end}`}
            placeholder={end === "from" ? "0" : most === NO_LIMIT ? "any" : String(most)}
            value={shown[end]}
            onChange={(event) => setDraft({ ...shown, [end]: event.target.value })}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === "Enter") commit();
              if (event.key === "Escape") setDraft(null);
            }}
          />
        </label>
      ))}
    </div>
  );
}

/** The number that is written, within 0 and the largest; `usual` where there is none. */
function numberFrom(written: string, usual: number, most: number): number {
  const isWhole = most === NO_LIMIT;
  const value = Number(isWhole ? written.replace(/[,\s]/g, "") : written.replace(",", "."));
  if (written.trim() === "" || !Number.isFinite(value)) return usual;
  return Math.min(Math.max(0, isWhole ? Math.round(value) : value), most);
}
