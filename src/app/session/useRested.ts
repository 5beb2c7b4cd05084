import { useEffect, useState } from "react";
import { useSession } from "./session.ts";

/** Milliseconds after the last move of t. */
const REST = 120;

/** The threshold once it has come to rest: what workers are asked for, never during a drag. */
export function useRestedThreshold(): number {
  const t = useSession((session) => session.t);
  const pool = useSession((session) => session.pool);
  const [rested, setRested] = useState({ t, pool });
  const isNewPool = rested.pool !== pool;
  if (isNewPool) setRested({ t, pool });
  useEffect(() => {
    const timer = setTimeout(() => setRested({ t, pool }), REST);
    return () => clearTimeout(timer);
  }, [t, pool]);
  return isNewPool ? t : rested.t;
}
