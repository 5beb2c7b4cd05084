import { useEffect, useState } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "headtail-theme";

function savedTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY) as Theme;
    return THEMES.includes(saved) ? saved : "system";
  } catch {
    return "system";
  }
}

function saveTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Where a browser keeps nothing, the theme is that of the system after a reload.
  }
}

/** The colour theme, remembered in this browser. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(savedTheme);
  useEffect(() => {
    saveTheme(theme);
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, setTheme];
}
