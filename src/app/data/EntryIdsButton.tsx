import { useState } from "react";
import type { EntryIdsCheck, FileSummary } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { useEngine, useSession } from "../session/session.ts";

interface EntryIdsButtonProps {
  readonly file: FileSummary;
  readonly position: number;
}

/** Compares the entry ids that a file of matched captions gives with those that are found. */
export function EntryIdsButton({ file, position }: EntryIdsButtonProps) {
  const engine = useEngine();
  const tellProblem = useSession((session) => session.tellProblem);
  const openCaption = useSession((session) => session.openCaption);
  const [check, setCheck] = useState<{ file: FileSummary; found: EntryIdsCheck } | null>(null);
  const found = check?.file === file ? check.found : null;
  const compare = () =>
    engine.checkEntryIds(position).then((answer) => setCheck({ file, found: answer }), tellProblem);
  if (found === null) {
    return (
      <p>
        <Button look="plain" aria-label={`Compare the entry ids of ${file.name}`} onClick={compare}>
          Compare its entry ids…
        </Button>
      </p>
    );
  }
  const { captions, same, firstOther } = found;
  return (
    <p role="status">
      {same === captions
        ? `All ${plural(captions, "caption")} have the entry ids that the file gives.`
        : `${formatCount(same)} of ${plural(captions, "caption")} have the entry ids that the file gives. Others differ with the metadata or its order. `}
      {firstOther !== null && (
        <Button look="plain" onClick={() => openCaption(firstOther)}>
          The first other
        </Button>
      )}
    </p>
  );
}
