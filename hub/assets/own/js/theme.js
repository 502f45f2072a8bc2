// Light or dark before the first paint: loaded in the head without defer. The choice is kept in this browser.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const choice = () => {
    try { return localStorage.getItem("hub-theme") || "auto"; } catch { return "auto"; }
  };

  function apply() {
    const wanted = choice();
    root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === wanted));
    }
  }

  root.classList.add("js");
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem("hub-theme", button.dataset.themeChoice); } catch { /* private window: for this page only */ }
    apply();
  });
})();
