// Choices that are searched while typing: the box that stands for the list is called as the list is, for those who hear it.
(function () {
  "use strict";

  const PARTS = '[role="combobox"], [role="textbox"], [role="searchbox"]';
  let number = 0;

  function set(part, name, value) {
    if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  }

  function name(part, select) {
    const label = select.labels && select.labels[0];
    if (!label) {
      part.removeAttribute("aria-labelledby");
      set(part, "aria-label", select.getAttribute("aria-label") || select.name);
      return;
    }
    label.id = label.id || `choice-label-${(number += 1)}`;
    // What is chosen is heard with the name.
    const shown = part.matches('[role="combobox"]') && part.querySelector(".select2-selection__rendered[id]");
    set(part, "aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
  }

  function nameAll() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const box = select.nextElementSibling;
      if (box) box.querySelectorAll(PARTS).forEach((part) => name(part, select));
    }
  }

  // The boxes are made some time after the page is there, and with each row that is added.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
})();
