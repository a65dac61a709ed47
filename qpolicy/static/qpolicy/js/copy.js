// A button beside a field copies what stands in it; without a script the field is selected and copied by hand.
(() => {
  "use strict";
  const copy = (words) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words);
    return Promise.reject(new Error("no clipboard"));
  };

  // Pages that are not served over HTTPS have no clipboard: what is selected can be copied all the same.
  const copySelected = (field) => {
    field.select();
    return document.execCommand("copy");
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.copy);
      copy(field.value)
        .then(() => true, () => copySelected(field))
        .then((copied) => (said.textContent = copied ? "已复制" : "请按 Ctrl+C 复制"));
    });
  }
})();
