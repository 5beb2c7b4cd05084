import { ActionButton } from "../actions/ActionButton.tsx";
import { useScreen } from "../session/screen.ts";

/** Copies the address of the page as it is set: settings, view and lesson, never data. */
export function ShareButton() {
  const isCopied = useScreen(({ linkIsCopied }) => linkIsCopied);
  return (
    <ActionButton action="copy-link">
      <span aria-live="polite">{isCopied ? "Copied" : "Share"}</span>
    </ActionButton>
  );
}
