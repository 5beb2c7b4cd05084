import { THEMES, useTheme } from "../session/theme.ts";
import styles from "./ThemeButton.module.css";

const SIGNS = { system: "◐", light: "☀", dark: "☾" } as const;

export function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  return (
    <button
      type="button"
      className={styles.theme}
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${next}.`}
      onClick={() => setTheme(next)}
    >
      {SIGNS[theme]}
    </button>
  );
}
