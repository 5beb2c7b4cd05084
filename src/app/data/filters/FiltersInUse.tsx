import { lazy, useState } from "react";
import { filterRules } from "../../../formats/records/filterRules.ts";
import { Button } from "../../parts/Button.tsx";
import { Loaded } from "../../parts/Loaded.tsx";
import { usePool, useSession } from "../../session/session.ts";
import styles from "./FiltersInUse.module.css";

const FiltersDialog = lazy(() =>
  import("./FiltersDialog.tsx").then((module) => ({ default: module.FiltersDialog })),
);

/** What captions must pass to be counted, and a way to change it. */
export function FiltersInUse() {
  const { filters } = usePool();
  const isBusy = useSession((session) => session.jobs.length > 0);
  const [isOpen, setIsOpen] = useState(false);
  const inUse = filterRules(filters);
  return (
    <>
      {inUse.length === 0 ? (
        <p className={styles.none}>All captions are counted.</p>
      ) : (
        <ul className={styles.filters}>
          {inUse.map(({ name, words }) => (
            <li key={name}>{words}</li>
          ))}
        </ul>
      )}
      <p>
        <Button look="plain" disabled={isBusy} onClick={() => setIsOpen(true)}>
          Filter before counting…
        </Button>
      </p>
      {isOpen && (
        <Loaded name="the filters">
          <FiltersDialog onClose={() => setIsOpen(false)} />
        </Loaded>
      )}
    </>
  );
}
