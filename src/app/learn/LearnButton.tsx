import { Button } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import { lastLesson } from "./lastLesson.ts";

/** Opens the lesson that was open last, and closes it. */
export function LearnButton() {
  const isOpen = useSession((session) => session.settings.lesson !== null);
  const change = useSession((session) => session.change);
  return (
    <Button
      id="learn"
      aria-expanded={isOpen}
      aria-controls="lesson"
      onClick={() => change({ lesson: isOpen ? null : lastLesson() })}
    >
      Learn
    </Button>
  );
}
