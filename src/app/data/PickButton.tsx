import { useRef } from "react";
import { Button } from "../parts/Button.tsx";
import styles from "./OpenButton.module.css";
import { FILE_ENDINGS, pickFiles } from "./pickFiles.ts";

interface PickButtonProps {
  readonly look: "outline" | "action";
  readonly children: string;
  /** Name of the field behind it. */
  readonly label: string;
  readonly onPick: (files: readonly File[]) => void;
}

/** Opens the browser's file picker: the one that gives handles, where there is one. */
export function PickButton({ look, children, label, onPick }: PickButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  async function pick() {
    const files = await pickFiles();
    if (files === null) input.current?.click();
    else if (files.length > 0) onPick(files);
  }
  return (
    <>
      <Button look={look} onClick={pick}>
        {children}
      </Button>
      <input
        ref={input}
        className={styles.input}
        type="file"
        multiple
        accept={[...FILE_ENDINGS, "image/*"].join()}
        aria-label={label}
        tabIndex={-1}
        onChange={(event) => {
          onPick([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
