/** What a person can ask for: the system's choice between light and dark, or one of them. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "gradus-theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** Storage may be blocked: then a choice lasts as long as the page. */
function remembered(): Theme {
  try {
    const text = localStorage.getItem(key);
    return themes.find((theme) => theme === text) ?? "system";
  } catch {
    return "system";
  }
}

/** The theme asked for, and whether the page is dark because of it: what is drawn on a canvas reads `isDark`. */
class ThemeChoice {
  #chosen = $state<Theme>(remembered());
  #system = $state(systemIsDark.matches);

  constructor() {
    document.documentElement.dataset["theme"] = this.#chosen;
    systemIsDark.addEventListener("change", ({ matches }) => {
      this.#system = matches;
    });
  }

  get chosen(): Theme {
    return this.#chosen;
  }

  set chosen(theme: Theme) {
    this.#chosen = theme;
    document.documentElement.dataset["theme"] = theme;
    try {
      localStorage.setItem(key, theme);
    } catch {
      // As above.
    }
  }

  get isDark(): boolean {
    return this.#chosen === "dark" || (this.#chosen === "system" && this.#system);
  }
}

export const theme = new ThemeChoice();
