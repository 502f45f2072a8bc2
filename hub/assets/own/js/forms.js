// Forms: rows added and removed, all boxes of a group, filters that leave no empty words in the address.
(() => {
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-rows-add]");
    if (add) addRow(add.closest("[data-rows]"));
    const all = event.target.closest("[data-check-all]");
    if (all) checkAll(all);
  });

  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.target.matches('[name$="-DELETE"]')) row.classList.toggle("removed", event.target.checked);
    const group = event.target.closest(".audience-group");
    if (group) nameAll(group);
  });

  function addRow(rows) {
    const total = rows.querySelector('[name$="-TOTAL_FORMS"]');
    const made = rows.querySelector("template").content.cloneNode(true);
    for (const element of made.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", total.value));
      }
    }
    total.value = Number(total.value) + 1;
    const list = rows.querySelector("[data-rows-list]");
    list.append(made);
    window.htmx?.process(list.lastElementChild);
    list.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  const boxes = (group) => [...group.querySelectorAll("input[type=checkbox]")];

  function checkAll(button) {
    const group = button.closest(".audience-group");
    const wanted = !boxes(group).every((box) => box.checked);
    for (const box of boxes(group)) box.checked = wanted;
    nameAll(group);
    boxes(group)[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function nameAll(group) {
    const button = group.querySelector("[data-check-all]");
    if (!button) return;
    button.dataset.all ??= button.textContent;
    button.textContent = boxes(group).every((box) => box.checked) ? button.dataset.none : button.dataset.all;
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".audience-group").forEach(nameAll));

  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.matches("form[data-tidy], select[form]")) return;
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === "") delete event.detail.parameters[name];
    }
  });

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.defaultPrevented) return;
    const button = event.submitter; // a second click does not send it twice
    if (button) setTimeout(() => { button.disabled = true; setTimeout(() => { button.disabled = false; }, 4000); });
  });
})();
