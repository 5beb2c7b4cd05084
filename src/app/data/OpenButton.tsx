import { useSession } from "../session/session.ts";
import { PickButton } from "./PickButton.tsx";

interface OpenButtonProps {
  readonly look?: "outline" | "action";
  readonly children?: string;
}

/** Opens files in the place of the pool, or beside it. */
export function OpenButton({ look = "outline", children = "Open…" }: OpenButtonProps) {
  const open = useSession((session) => session.open);
  return (
    <PickButton look={look} label="Files to open" onPick={open}>
      {children}
    </PickButton>
  );
}
