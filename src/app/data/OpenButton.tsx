import { useRef } from "react";
import { Button } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import styles from "./OpenButton.module.css";

interface OpenButtonProps {
  readonly look?: "outline" | "action";
  readonly children?: string;
}

/** Opens the browser's file picker. */
export function OpenButton({ look = "outline", children = "Open…" }: OpenButtonProps) {
  const open = useSession((session) => session.open);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        className={styles.input}
        type="file"
        multiple
        accept=".jsonl,.ndjson,.json,.txt,.gz,image/*"
        aria-label="Files to open"
        tabIndex={-1}
        onChange={(event) => {
          open([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
