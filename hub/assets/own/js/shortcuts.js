// The keyboard: / search, f filter, j k rows, g and a letter for the menu, ? help, and what a page offers with data-shortcut="n".
// Never while writing or in a dialog.
(() => {
  let going = false;

  const writing = (target) => target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");
  const rows = () => [...document.querySelectorAll("#content a[data-row]")].filter((link) => link.offsetParent);

  function step(by) {
    const links = rows();
    const here = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + by))]?.focus();
  }

  const acts = {
    "/": () => document.querySelector('[data-shortcut="/"]')?.focus(),
    "f": () => document.querySelector('#content [data-shortcut="f"]')?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    "j": () => step(1),
    "k": () => step(-1),
    "x": () => document.activeElement.closest("tr")?.querySelector('input[form="chosen"]')?.click(),
    "g": () => { going = true; setTimeout(() => { going = false; }, 1200); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (going) {
      going = false;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    const offered = !["/", "f"].includes(event.key) && document.querySelector(`#content [data-shortcut="${CSS.escape(event.key)}"]`);
    const act = offered ? () => offered.click() : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
