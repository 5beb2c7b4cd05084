import { useRef } from "react";
import { Button, type ButtonProps } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";

interface ListButtonProps extends Pick<ButtonProps, "look"> {
  /** Name of the file input, where there is another one on the page. */
  readonly name?: string;
}

/** Opens the browser's file picker for a metadata list. */
export function ListButton({ look = "outline", name = "Metadata list to use" }: ListButtonProps) {
  const isBusy = useSession((session) => session.jobs.length > 0);
  const changeMetadata = useSession((session) => session.changeMetadata);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} disabled={isBusy} onClick={() => input.current?.click()}>
        Use another list…
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".json,.txt,.gz"
        aria-label={name}
        onChange={(event) => {
          const list = event.target.files?.[0];
          if (list) changeMetadata(list);
          event.target.value = "";
        }}
      />
    </>
  );
}
