import { create } from "zustand";

/** A choice that this browser remembers; the first one is the usual one. */
export function rememberedChoice<Choice extends string>(key: string, choices: readonly Choice[]) {
  const saved = read(key);
  const initial = choices.find((choice) => choice === saved) ?? choices[0];
  const useChoice = create<{ readonly choice: Choice }>()(() => ({ choice: initial }));
  return {
    now: () => useChoice.getState().choice,
    use: () => useChoice(({ choice }) => choice),
    choose(choice: Choice) {
      write(key, choice);
      useChoice.setState({ choice });
    },
  };
}

export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Where a browser keeps nothing, the choice lasts as long as the page.
  }
}
