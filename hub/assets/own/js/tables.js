// Tables: on a narrow screen each cell carries the words of its column; a row opens its page.
(() => {
  function label(table) {
    const words = [...table.querySelectorAll("thead tr:last-child th")].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, place) => { cell.dataset.label ??= words[place] ?? ""; });
      if (row.dataset.href && !row.querySelector("a[data-row]")) {
        row.querySelector(`a[href="${CSS.escape(row.dataset.href)}"], td a, th a`)?.setAttribute("data-row", "");
      }
    }
  }

  const labelAll = () => document.querySelectorAll("table.data-table").forEach(label);
  document.addEventListener("DOMContentLoaded", labelAll);
  document.addEventListener("htmx:load", labelAll);

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  });
})();
