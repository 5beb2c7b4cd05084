import { create } from "zustand";

/** A choice that this browser remembers; the first one is the usual one. */
export function rememberedChoice<Choice extends string>(key: string, choices: readonly Choice[]) {
  const saved = localStorage.getItem(key);
  const initial = choices.find((choice) => choice === saved) ?? choices[0];
  const useChoice = create<{ readonly choice: Choice }>()(() => ({ choice: initial }));
  return {
    now: () => useChoice.getState().choice,
    use: () => useChoice(({ choice }) => choice),
    choose(choice: Choice) {
      localStorage.setItem(key, choice);
      useChoice.setState({ choice });
    },
  };
}
