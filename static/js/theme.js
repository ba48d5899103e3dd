// Light, dark, or as the system has it. The choice is a cookie, so that the server sends the page already in it.

// The prefix binds it to this host; browsers grant it only over TLS.
const SECURE = location.protocol === "https:";
const COOKIE = SECURE ? "__Host-palier-theme" : "palier_theme";
const YEAR = 365 * 24 * 3600;
const CHOICES = ["system", "light", "dark"];

/** The theme that was chosen, "system" when none was. */
export function chosenTheme() {
  const found = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([a-z]+)`));
  return found && CHOICES.includes(found[1]) ? found[1] : "system";
}

/** Show `theme` from now on, on this page and the next ones. */
export function chooseTheme(theme) {
  const secure = SECURE ? "; Secure" : "";
  const life = theme === "system" ? 0 : YEAR;
  document.cookie = `${COOKIE}=${theme}; Path=/; Max-Age=${life}; SameSite=Lax${secure}`;
  show(theme);
}

function show(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) chooseTheme(button.dataset.themeChoice);
});

// Shown by the script that works it; a page kept by the tablet may also be older than the choice.
for (const group of document.querySelectorAll("[data-theme-switch]")) group.hidden = false;
show(chosenTheme());
