import { useEffect, useRef } from "react";
import { useDataDrawer } from "../data/useDataDrawer.ts";
import { Button } from "../parts/Button.tsx";

/** Opens the drawer with Data where there is one, and has the focus again when it is closed. */
export function DataButton() {
  const { isDrawer, isOpen, open, close } = useDataDrawer();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!isDrawer) return null;
  return (
    <Button
      ref={button}
      aria-expanded={isOpen}
      aria-controls="data"
      onClick={isOpen ? close : open}
    >
      Data
    </Button>
  );
}
