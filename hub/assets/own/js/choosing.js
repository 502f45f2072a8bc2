// Rows of a list chosen for the bar above it: all of the page, a range with Shift, how many there are.
(() => {
  let last = null;

  const form = () => document.getElementById("chosen");
  const boxes = () => [...document.querySelectorAll('input[form="chosen"][name="row"]')];

  function tell() {
    const bar = form();
    if (!bar) return;
    const all = bar.querySelector("[data-choose-all]");
    const count = boxes().filter((box) => box.checked).length;
    all.closest("label").hidden = false;
    all.checked = count > 0 && count === boxes().length;
    all.indeterminate = count > 0 && !all.checked;
    const words = bar.querySelector("[role=status]");
    const { none, one, many } = words.dataset;
    words.textContent = count === 0 ? none : count === 1 ? one : many.replace("#", count);
    for (const button of bar.querySelectorAll("button[name=act]")) button.disabled = count === 0;
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest?.('input[form="chosen"][name="row"]');
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    tell();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.matches('[data-choose-all], input[form="chosen"]')) tell();
  });

  document.addEventListener("DOMContentLoaded", tell);
  document.addEventListener("htmx:load", tell);
  window.addEventListener("pageshow", tell); // a browser that goes back keeps what was ticked
})();
