import { Button, type ButtonProps } from "../parts/Button.tsx";
import { useSession } from "../session/session.ts";
import type { ActionId } from "./action.ts";
import { actionOf } from "./actions.ts";
import { keysForReaders, keysInWords } from "./keys.ts";
import { usePerform } from "./usePerform.ts";

interface ActionButtonProps extends Omit<ButtonProps, "onClick" | "disabled" | "title"> {
  readonly action: ActionId;
}

/** A button that does an action of the registry, and tells its name and first key. */
export function ActionButton({ action: id, ...rest }: ActionButtonProps) {
  const action = actionOf(id);
  const isEnabled = useSession(action.isEnabled);
  const perform = usePerform();
  const [keys] = action.keys;
  return (
    <Button
      look="quiet"
      title={keys ? `${action.name} (${keysInWords(keys).join(" ")})` : action.name}
      aria-keyshortcuts={keysForReaders(action.keys)}
      disabled={!isEnabled}
      onClick={() => perform(action)}
      {...rest}
    />
  );
}
