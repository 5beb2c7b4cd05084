import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import { Chance } from "./Chance.tsx";
import { ChangePlaces } from "./ChangePlaces.tsx";
import { FewAreHuge } from "./FewAreHuge.tsx";
import styles from "./Lesson.module.css";
import { rememberLesson } from "./lastLesson.ts";
import { OneNumber } from "./OneNumber.tsx";
import { SetOfEntries } from "./SetOfEntries.tsx";
import { YourData } from "./YourData.tsx";

const ALL: readonly { title: string; Content: () => ReactNode; needsMatches?: true }[] = [
  { title: "A caption is a set of entries", Content: SetOfEntries },
  { title: "A few entries are huge", Content: FewAreHuge, needsMatches: true },
  { title: "One number, t", Content: OneNumber, needsMatches: true },
  { title: "A caption’s chance", Content: Chance, needsMatches: true },
  { title: "Head and tail change places", Content: ChangePlaces, needsMatches: true },
  { title: "Your own data", Content: YourData },
];

/** The lesson that is open, and the way to the others. What is touched in it moves the page beside it. */
export function Lesson() {
  const number = useSession((session) => session.settings.lesson) ?? 1;
  const hasPool = useSession((session) => session.pool !== null);
  const hasMatches = useSession((session) => session.distribution.matches > 0);
  const change = useSession((session) => session.change);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    rememberLesson(number);
    // Opened from an address, the page keeps the focus where it is.
    if (document.activeElement !== document.body) title.current?.focus();
  }, [number]);

  function close() {
    change({ lesson: null });
    // The last one that is on screen has the focus.
    for (const id of ["more", "learn"]) document.getElementById(id)?.focus();
  }

  const { title: name, Content, needsMatches } = ALL[number - 1];
  return (
    <article className={styles.lesson} aria-labelledby="lesson-title">
      <div className={styles.head}>
        <p className={styles.progress}>
          {number} of {ALL.length}
        </p>
        <nav className={styles.steps} aria-label="Lessons">
          {ALL.map((lesson, i) => (
            <button
              key={lesson.title}
              type="button"
              aria-label={`Lesson ${i + 1}: ${lesson.title}`}
              aria-current={i + 1 === number ? "step" : undefined}
              title={lesson.title}
              onClick={() => change({ lesson: i + 1 })}
            />
          ))}
        </nav>
        <button type="button" className={styles.close} aria-label="Close lesson" onClick={close}>
          ✕
        </button>
      </div>
      <h2 ref={title} id="lesson-title" className={styles.title} tabIndex={-1}>
        {name}
      </h2>
      {hasPool &&
        (needsMatches && !hasMatches ? (
          <p>
            No caption of this pool matches any entry, so there is nothing to show. Open other
            captions, or use another metadata list.
          </p>
        ) : (
          <Content key={number} />
        ))}
      <div className={styles.foot}>
        <Button disabled={number === 1} onClick={() => change({ lesson: number - 1 })}>
          Previous
        </Button>
        {number < ALL.length ? (
          <Button look="action" onClick={() => change({ lesson: number + 1 })}>
            Next: {ALL[number].title}
          </Button>
        ) : (
          <Button look="action" onClick={close}>
            Close
          </Button>
        )}
      </div>
    </article>
  );
}
