import { type ReactNode, useEffect, useState } from "react";
import { useSessionStore } from "../session/session.ts";
import styles from "./DropZone.module.css";
import { droppedFiles } from "./pickFiles.ts";

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Takes files dropped anywhere on the page. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const session = useSessionStore();
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const { open } = session.getState();
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      if (event.dataTransfer === null) return;
      droppedFiles(event.dataTransfer).then(open, ({ message }: Error) =>
        session.setState({ notice: { kind: "problem", sentences: [message] } }),
      );
    };
    addEventListener("dragover", onDragOver);
    addEventListener("dragleave", onDragLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("dragleave", onDragLeave);
      removeEventListener("drop", onDrop);
    };
  }, [session]);

  return (
    <>
      {children}
      {isOver && (
        <div className={styles.target}>
          <p className={styles.title}>Drop to load</p>
          <p>
            Captions (.jsonl, .jsonl.gz), a metadata list (.json, .txt), a manifest of an export, or
            a folder with captions and images
          </p>
        </div>
      )}
    </>
  );
}
