import { rememberedChoice } from "./remembered.ts";

const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const theme = rememberedChoice("headtail-theme", THEMES);
show(theme.now());

export const useTheme = theme.use;

/** The one that {@link changeTheme} turns to. */
export function themeAfter(now: Theme): Theme {
  return THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
}

export function changeTheme(): void {
  const next = themeAfter(theme.now());
  theme.choose(next);
  show(next);
}

function show(shown: Theme): void {
  if (shown === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = shown;
}
