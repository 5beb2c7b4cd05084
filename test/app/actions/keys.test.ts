// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../../src/app/actions/actions.ts";
import {
  createKeyReader,
  keyOf,
  keysForReaders,
  keysInWords,
} from "../../../src/app/actions/keys.ts";

function press(key: string, changes: Partial<KeyboardEvent> = {}, isAltGraph = false) {
  return {
    key,
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    getModifierState: () => isAltGraph,
    ...changes,
  };
}

describe("a pressed key", () => {
  it("is what it types, letters with Shift apart", () => {
    expect(keyOf(press("z"))).toBe("z");
    expect(keyOf(press("?", { shiftKey: true }))).toBe("?");
    expect(keyOf(press("T", { shiftKey: true }))).toBe("Shift+t");
    expect(keyOf(press("T"))).toBe("t");
  });

  it("is a command with Ctrl, and on a Mac with Cmd", () => {
    const withCtrl = press("Z", { ctrlKey: true, shiftKey: true });
    const withCmd = press("Z", { metaKey: true, shiftKey: true });
    expect(keyOf(withCtrl, false)).toBe("Shift+Mod+z");
    expect(keyOf(withCmd, true)).toBe("Shift+Mod+z");
    expect(keyOf(withCtrl, true)).toBeNull();
    expect(keyOf(withCmd, false)).toBeNull();
  });

  it("belongs to the browser with Alt, and has no meaning without a character", () => {
    expect(keyOf(press("d", { altKey: true }))).toBeNull();
    for (const key of ["Shift", "Tab", "ArrowUp", "F1", "Escape"])
      expect(keyOf(press(key))).toBeNull();
  });

  it("is what AltGr types, which tells as Ctrl and Alt", () => {
    expect(keyOf(press("+", { ctrlKey: true, altKey: true }, true))).toBe("+");
  });

  it("is the Latin letter in its place where a layout types others", () => {
    expect(keyOf(press("я", { code: "KeyZ", ctrlKey: true }), false)).toBe("Mod+z");
  });
});

describe("two keys after each other", () => {
  const entries = { keys: ["g e"] };
  const exported = { keys: ["e"] };

  it("mean something else than the second one alone", () => {
    const read = createKeyReader([entries, exported]);
    expect(read("e", 0)).toBe(exported);
    expect(read("g", 10)).toBeNull();
    expect(read("e", 20)).toBe(entries);
    expect(read("e", 30)).toBe(exported);
  });

  it("do not when there is time or another key between them", () => {
    const read = createKeyReader([entries, exported]);
    read("g", 0);
    expect(read("e", 5000)).toBe(exported);
    read("g", 6000);
    expect(read("x", 6010)).toBeNull();
    expect(read("e", 6020)).toBe(exported);
  });
});

describe("keys in words", () => {
  it("are those of the machine", () => {
    expect(keysInWords("Shift+Mod+z", false)).toEqual(["Ctrl+Shift+Z"]);
    expect(keysInWords("Shift+Mod+z", true)).toEqual(["⇧⌘Z"]);
    expect(keysInWords("g e", false)).toEqual(["G", "E"]);
    expect(keysInWords("+", false)).toEqual(["+"]);
  });

  it("are told to screen readers by their rules", () => {
    expect(keysForReaders(["Shift+Mod+z", "Mod+y"], false)).toBe("Control+Shift+Z Control+Y");
    expect(keysForReaders(["Mod+z"], true)).toBe("Meta+Z");
    expect(keysForReaders(["+", "="], false)).toBe("Plus =");
    expect(keysForReaders(["g e"], false)).toBeUndefined();
  });
});

describe("the keys of all actions", () => {
  const all = ACTIONS.flatMap(({ keys }) => keys);

  it("mean one action each, and none is the first of two", () => {
    expect(new Set(all).size).toBe(all.length);
    const firsts = all.filter((keys) => keys.includes(" ")).map((keys) => keys.split(" ")[0]);
    expect(all.filter((keys) => firsts.includes(keys))).toEqual([]);
  });

  it("are none that browsers have for themselves", () => {
    const commands = all.filter((keys) => keys.includes("Mod+"));
    expect(commands.sort()).toEqual(["Mod+y", "Mod+z", "Shift+Mod+z"]);
    expect(all.filter((keys) => keys.includes("Alt"))).toEqual([]);
  });

  it("can be typed: each is a character, with Shift for letters alone", () => {
    for (const keys of all.flatMap((keys) => keys.split(" "))) {
      expect(keys).toMatch(/^(?:(?:Shift\+)?(?:Mod\+)?[a-z]|[^a-zA-Z ])$/);
    }
  });
});
