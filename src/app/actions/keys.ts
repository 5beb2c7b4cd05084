/**
 * Keys are written as what they type, "?" or "z", behind "Shift+" for capital letters and "Mod+" for
 * Ctrl, on a Mac Cmd: "Shift+Mod+z". Two keys one after the other stand with a space: "g e".
 */

export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Milliseconds from the first key of two to the second one. */
const PATIENCE = 1500;

type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "getModifierState"
>;

/** The key that was pressed, or null where it belongs to the browser or the system. */
export function keyOf(press: KeyPress, isMac = IS_MAC): string | null {
  // On many layouts AltGr types brackets, and tells as Ctrl and Alt.
  const isTyped = press.getModifierState("AltGraph");
  const isMod = !isTyped && (isMac ? press.metaKey : press.ctrlKey);
  const isOther = !isTyped && (press.altKey || (isMac ? press.ctrlKey : press.metaKey));
  if (isOther || press.key.length !== 1) return null;
  const key = letterOf(press);
  const isCapital = press.shiftKey && /^[a-z]$/.test(key);
  return `${isCapital ? "Shift+" : ""}${isMod ? "Mod+" : ""}${key}`;
}

/** Where a layout types no Latin letters, those in their place. */
function letterOf({ key, code }: KeyPress): string {
  const letter = key > "\x7f" ? /^Key([A-Z])$/.exec(code)?.[1] : key;
  return (letter ?? key).toLowerCase();
}

/** Whether a key can be pressed by someone who only means to type, or speaks to the machine. */
export function isSingle(keys: string): boolean {
  return !keys.includes("Mod+");
}

/** Finds what pressed keys mean, one key or two after each other. */
export function createKeyReader<Meaning extends { readonly keys: readonly string[] }>(
  meanings: readonly Meaning[],
) {
  const byKeys = new Map(
    meanings.flatMap((meaning) => meaning.keys.map((keys) => [keys, meaning] as const)),
  );
  const firsts = new Set([...byKeys.keys()].flatMap((keys) => keys.split(" ").slice(0, -1)));
  let first = { key: "", at: Number.NEGATIVE_INFINITY };

  /** @returns null for keys that mean nothing, or nothing yet */
  return (key: string, at: number): Meaning | null => {
    const isSecond = at - first.at < PATIENCE;
    const found = (isSecond && byKeys.get(`${first.key} ${key}`)) || byKeys.get(key) || null;
    first = found === null && firsts.has(key) ? { key, at } : { key: "", at: -Infinity };
    return found;
  };
}

/** As people read it: "Ctrl+Shift+Z", on a Mac "⇧⌘Z"; one text for each of two keys. */
export function keysInWords(keys: string, isMac = IS_MAC): readonly string[] {
  return keys.split(" ").map((each) => {
    const { key, isMod, isShift } = partsOf(each);
    const shown = key.toUpperCase();
    if (isMac) return `${isShift ? "⇧" : ""}${isMod ? "⌘" : ""}${shown}`;
    return `${isMod ? "Ctrl+" : ""}${isShift ? "Shift+" : ""}${shown}`;
  });
}

/** As aria-keyshortcuts asks for it; it has no word for two keys one after the other. */
export function keysForReaders(keys: readonly string[], isMac = IS_MAC): string | undefined {
  const single = keys.filter((each) => !each.includes(" ")).map(partsOf);
  const written = single.map(
    ({ key, isMod, isShift }) =>
      `${isMod ? (isMac ? "Meta+" : "Control+") : ""}${isShift ? "Shift+" : ""}${key === "+" ? "Plus" : key.toUpperCase()}`,
  );
  return written.join(" ") || undefined;
}

function partsOf(keys: string) {
  const key = keys.replace(/^(?:Shift\+)?(?:Mod\+)?/, "");
  return { key, isMod: keys.includes("Mod+"), isShift: keys.startsWith("Shift+") };
}
