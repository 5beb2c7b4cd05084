import { ActionButton } from "../actions/ActionButton.tsx";
import { useSession } from "../session/session.ts";

/** Opens the lesson that was open last, and closes it. */
export function LearnButton() {
  const isOpen = useSession((session) => session.settings.lesson !== null);
  return (
    <ActionButton action="learn" id="learn" aria-expanded={isOpen} aria-controls="lesson">
      Learn
    </ActionButton>
  );
}
