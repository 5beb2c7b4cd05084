import { Button } from "../parts/Button.tsx";
import { Chip } from "../parts/Chip.tsx";
import { useSession } from "../session/session.ts";
import styles from "./SelectedEntries.module.css";

/** The entries whose captions are shown. */
export function SelectedEntries() {
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const { entries, hold } = captions;
  if (entries.length === 0) return null;
  const set = (changed: Partial<typeof captions>) =>
    change({ captions: { ...captions, ...changed } });
  return (
    <section className={styles.bar} aria-label="Entries whose captions are shown">
      <span className={styles.what}>
        Captions with
        {entries.length > 1 && (
          <select
            className={styles.hold}
            aria-label="Captions hold all of these entries, or any"
            value={hold}
            onChange={(event) => set({ hold: event.target.value as typeof hold })}
          >
            <option value="all">all of</option>
            <option value="any">any of</option>
          </select>
        )}
      </span>
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <li key={entry}>
            <Chip
              removeLabel={`Leave out ${entry}`}
              onRemove={() => set({ entries: entries.filter((each) => each !== entry) })}
            >
              {entry}
            </Chip>
          </li>
        ))}
      </ul>
      {entries.length > 1 && (
        <Button look="plain" onClick={() => set({ entries: [] })}>
          Clear
        </Button>
      )}
    </section>
  );
}
