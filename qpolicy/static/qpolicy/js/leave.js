// Warn before a page is left with something typed that is not saved.
"use strict";
{
  let isTyped = false;
  for (const form of document.querySelectorAll("form[data-leave]")) {
    form.addEventListener("input", () => { isTyped = true; });
    form.addEventListener("submit", () => { isTyped = false; });
  }
  window.addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });
}
