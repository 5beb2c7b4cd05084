import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { ListButton } from "./ListButton.tsx";
import styles from "./MetadataInUse.module.css";

/** The metadata list, how its entries fare on this pool, and a way to another list. */
export function MetadataInUse() {
  const metadata = useSession((session) => session.pool?.metadata);
  const withMatches = useSession((session) => session.distribution.counts.length);
  const isBusy = useSession((session) => session.jobs.length > 0);
  const changeMetadata = useSession((session) => session.changeMetadata);
  if (!metadata) return null;
  const { name, isDefault, entries, duplicates, empty, unmatchable } = metadata;
  const figures = [
    { name: "entries", count: entries },
    { name: "with matches", count: withMatches },
    { name: "no match in this data", count: entries - withMatches - unmatchable },
    {
      name: "unmatchable",
      count: unmatchable,
      title:
        "They hold a mark such as “.” or “,” inside a token, as in “St. Louis”: no caption can match them, since only captions are spaced.",
    },
  ];
  return (
    <>
      <p className={styles.name}>{isDefault ? "WordNet 3.1, numbers 0–99" : name}</p>
      <dl className={styles.figures}>
        {figures.map((figure) => (
          <div key={figure.name} title={figure.title}>
            <dt>{figure.name}</dt>
            <dd>{formatCount(figure.count)}</dd>
          </div>
        ))}
      </dl>
      {duplicates + empty > 0 && (
        <p className={styles.skipped}>
          {plural(duplicates, "duplicate")} and {plural(empty, "empty line")} skipped
        </p>
      )}
      <p className={styles.actions}>
        <ListButton look="plain" />
        {!isDefault && (
          <Button look="plain" disabled={isBusy} onClick={() => changeMetadata("default")}>
            Back to WordNet
          </Button>
        )}
      </p>
    </>
  );
}
