import { useState } from "react";
import type { FileLook, FileSummary } from "../../../engine/types.ts";
import { Button } from "../../parts/Button.tsx";
import { rememberColumns } from "../../session/rememberedColumns.ts";
import { useEngine, useSession } from "../../session/session.ts";
import { ColumnsDialog } from "./ColumnsDialog.tsx";

interface ColumnsButtonProps {
  readonly file: FileSummary;
  readonly position: number;
}

/** Shows the first rows of a file of the pool, and reads it by other columns. */
export function ColumnsButton({ file, position }: ColumnsButtonProps) {
  const engine = useEngine();
  const isBusy = useSession((session) => session.jobs.length > 0);
  const changeColumns = useSession((session) => session.changeColumns);
  const tellProblem = useSession((session) => session.tellProblem);
  const [look, setLook] = useState<FileLook | null>(null);
  const open = () => engine.look(position).then(setLook, tellProblem);
  return (
    <>
      <Button look="plain" disabled={isBusy} aria-label={`Columns of ${file.name}`} onClick={open}>
        Columns…
      </Button>
      {look && (
        <ColumnsDialog
          file={file.name}
          look={look}
          inUse={file.origin?.mapping ?? { ...look.mapping, captions: [file.captionField] }}
          leave="Cancel"
          onAnswer={(mapping) => {
            setLook(null);
            if (mapping === null) return;
            rememberColumns(look, mapping);
            changeColumns(position, mapping);
          }}
        />
      )}
    </>
  );
}
