import { create } from "zustand";

/** A choice that this browser remembers, where it keeps anything; the first one is the usual one. */
export function rememberedChoice<Choice extends string>(key: string, choices: readonly Choice[]) {
  const saved = savedAs(key);
  const initial = choices.find((choice) => choice === saved) ?? choices[0];
  const useChoice = create<{ readonly choice: Choice }>()(() => ({ choice: initial }));
  return {
    now: () => useChoice.getState().choice,
    use: () => useChoice(({ choice }) => choice),
    choose(choice: Choice) {
      try {
        localStorage.setItem(key, choice);
      } catch {
        // It holds until the page is left.
      }
      useChoice.setState({ choice });
    },
  };
}

function savedAs(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
