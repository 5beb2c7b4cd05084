import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button, type ButtonProps } from "./Button.tsx";
import styles from "./Popover.module.css";

interface PopoverProps {
  /** Name of what opens, for screen readers. */
  readonly label: string;
  /** What opens it. */
  readonly button: ButtonProps;
  readonly children: (close: () => void) => ReactNode;
}

/** A few controls that a button opens beside itself. Escape, or leaving them, closes it. */
export function Popover({ label, button, children }: PopoverProps) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (isOpen) panel.current?.querySelector<HTMLElement>("button, input")?.focus();
  }, [isOpen]);

  function close() {
    setIsOpen(false);
    root.current?.querySelector("button")?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears what its controls do not
    <span
      ref={root}
      className={styles.root}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        close();
      }}
    >
      <Button
        {...button}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has borders of its own
        <div
          ref={panel}
          id={id}
          className={styles.panel}
          role="group"
          aria-label={label}
          tabIndex={-1}
        >
          {children(close)}
        </div>
      )}
    </span>
  );
}
