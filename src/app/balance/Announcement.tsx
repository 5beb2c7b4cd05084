import { keptAt } from "../../core/balancing/keptAt.ts";
import { formatCount, plural } from "../parts/format.ts";
import hidden from "../parts/hidden.module.css";
import { useSession } from "../session/session.ts";

/** Says to screen readers what came of a move of t, once t rests. */
export function Announcement() {
  const t = useSession(({ restedT }) => restedT);
  const kept = useSession(({ pool, restedT }) => pool && keptAt(pool.kept, restedT).captions);
  return (
    <p className={hidden.hidden} role="status">
      {kept !== null && `${plural(kept, "caption")} kept at t = ${formatCount(t)}`}
    </p>
  );
}
