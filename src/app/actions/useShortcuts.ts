import { useEffect } from "react";
import { ACTIONS } from "./actions.ts";
import { createKeyReader, isSingle, keyOf } from "./keys.ts";
import { singleKeys } from "./singleKeys.ts";
import { usePerform } from "./usePerform.ts";

const TEXT_FIELDS =
  'input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]';
/** They find their items by the letters typed. */
const LISTS = '[role="menu"], [role="listbox"]';

/** Listens to the keys of all actions, as long as no dialog is open. */
export function useShortcuts(): void {
  const perform = usePerform();
  useEffect(() => {
    const read = createKeyReader(ACTIONS);
    /** The field whose text was changed and not yet taken: its own undo goes first. */
    let edited: EventTarget | null = null;

    const onInput = (event: Event) => {
      edited = event.target;
    };
    const onLeave = () => {
      edited = null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key === "Enter" && target.tagName === "INPUT") edited = null;
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]")) return;
      const key = keyOf(event);
      if (key === null) return;
      if (isSingle(key) && (singleKeys.now() === "off" || target.closest?.(LISTS))) return;
      if (target.closest?.(TEXT_FIELDS) && (isSingle(key) || edited === target)) return;
      const action = read(key, event.timeStamp);
      if (action === null || (event.repeat && !action.repeats)) return;
      event.preventDefault();
      perform(action);
    };
    addEventListener("keydown", onKeyDown);
    addEventListener("input", onInput);
    addEventListener("focusout", onLeave);
    return () => {
      removeEventListener("keydown", onKeyDown);
      removeEventListener("input", onInput);
      removeEventListener("focusout", onLeave);
    };
  }, [perform]);
}
