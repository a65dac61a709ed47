// Say on the button that was pressed that the work is going on, and let it be pressed once.
"use strict";
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    if (!button) return;
    setTimeout(() => { button.disabled = true; button.textContent = form.dataset.busy; }, 0);
  });
}
