/** Light and dark: the system's choice until somebody switches; the switch is a cookie that the server reads too. */
const YEAR = 365 * 24 * 3600;

/** "light", "dark" or "system" from now on, in this browser. */
export function setTheme(theme) {
  const root = document.documentElement;
  if (theme === "system") {
    delete root.dataset.theme;
    document.cookie = "theme=; path=/; max-age=0; samesite=lax";
  } else {
    root.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  }
}

/** To the other of light and dark, whichever is on screen. */
export function switchTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
}
