import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { useScreen } from "../session/screen.ts";
import { useSession } from "../session/session.ts";
import type { Action, ActionId } from "./action.ts";
import { actionOf } from "./actions.ts";
import { Keys } from "./Keys.tsx";
import styles from "./MoreMenu.module.css";
import { usePerform } from "./usePerform.ts";

const ITEMS: readonly ActionId[] = [
  "open",
  "open-web",
  "change-metadata",
  "print",
  "copy-link",
  "undo",
  "redo",
  "draw-again",
  "learn",
  "theme",
  "clear",
  "shortcuts",
];

/** What the header has no room for on narrow screens. */
export function MoreMenu() {
  const [isOpen, setIsOpen] = useState(false);
  const isCopied = useScreen(({ linkIsCopied }) => linkIsCopied);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const perform = usePerform();
  const items = () => [...(menu.current?.children ?? [])] as HTMLElement[];

  useEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [isOpen]);

  function close() {
    button.current?.focus();
    setIsOpen(false);
  }

  function onMenuKeyDown(event: KeyboardEvent) {
    const all = items();
    const next = itemAfterKey(event, all);
    if (next !== undefined) next.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears when the focus leaves its menu
    <div
      className={styles.root}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <Button
        ref={button}
        id="more"
        aria-label={isCopied ? "More: link copied" : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setIsOpen(true);
        }}
      >
        <span aria-live="polite">{isCopied ? "Copied" : "More"}</span>
      </Button>
      {isOpen && (
        <div
          ref={menu}
          id={id}
          className={styles.menu}
          role="menu"
          aria-label="More actions"
          tabIndex={-1}
          onKeyDown={onMenuKeyDown}
        >
          {ITEMS.map((item) => (
            <MenuItem
              key={item}
              action={actionOf(item)}
              onChoose={(action) => {
                close();
                perform(action);
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface MenuItemProps {
  readonly action: Action;
  readonly onChoose: (action: Action) => void;
}

function MenuItem({ action, onChoose }: MenuItemProps) {
  const isEnabled = useSession(action.isEnabled);
  return (
    <button
      type="button"
      role="menuitem"
      className={styles.item}
      tabIndex={-1}
      aria-disabled={!isEnabled}
      onClick={() => isEnabled && onChoose(action)}
    >
      {action.name}
      <span className={styles.keys} aria-hidden="true">
        <Keys keys={action.keys.slice(0, 1)} />
      </span>
    </button>
  );
}

/** The item that a key goes to: by arrows, or by the first letter of its name. */
function itemAfterKey({ key }: KeyboardEvent, items: HTMLElement[]): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement);
  switch (key) {
    case "ArrowDown":
      return items[(at + 1) % items.length];
    case "ArrowUp":
      return items.at(at <= 0 ? -1 : at - 1);
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
  }
  if (!/^[a-z]$/i.test(key)) return undefined;
  const inTurn = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return inTurn.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()));
}
