import { useCallback } from "react";
import { useScreenStore } from "../session/screen.ts";
import { useSessionStore } from "../session/session.ts";
import type { Action } from "./action.ts";

/** Does what an action says, when it is enabled. */
export function usePerform(): (action: Action) => void {
  const session = useSessionStore();
  const screen = useScreenStore();
  return useCallback(
    (action) => {
      if (action.isEnabled(session.getState())) action.run({ session, screen });
    },
    [session, screen],
  );
}
