// Native dialogs, copy buttons, messages that fade, and what to say when the hub does not answer.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
    if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog")) {
      event.target.closest("dialog")?.close();
    }
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
  });

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return; // no clipboard without https: the reference can still be selected
    }
    const words = button.title;
    button.title = button.dataset.copied;
    button.classList.add("copied");
    announce(button.dataset.copied);
    setTimeout(() => { button.classList.remove("copied"); button.title = words; }, 1500);
  }

  function announce(words) {
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = words;
    document.getElementById("toasts")?.append(said);
    setTimeout(() => said.remove(), 1500);
  }

  function fade(root) {
    for (const toast of root.querySelectorAll?.("[data-fades]") ?? []) {
      toast.removeAttribute("data-fades");
      setTimeout(() => { if (!toast.matches(":hover, :focus-within")) toast.remove(); }, 6000);
    }
  }

  function unanswered() {
    const words = document.getElementById("offline");
    document.getElementById("toasts")?.append(words.content.cloneNode(true));
  }

  document.addEventListener("DOMContentLoaded", () => fade(document));
  document.addEventListener("htmx:load", () => fade(document));
  document.addEventListener("htmx:sendError", unanswered);
  document.addEventListener("htmx:timeout", unanswered);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) unanswered();
  });
})();
