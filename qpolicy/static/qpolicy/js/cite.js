// Opening a citation copies it, and closes the one that was open before.
(() => {
  "use strict";
  const copy = (words) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words);
    return Promise.reject(new Error("no clipboard"));
  };

  // Pages that are not served over HTTPS have no clipboard: what is selected can be copied all the same.
  const copySelected = (place) => {
    window.getSelection().selectAllChildren(place);
    return document.execCommand("copy");
  };

  const say = (cite, words) => {
    let said = cite.querySelector("[role=status]");
    if (!said) {
      said = document.createElement("p");
      said.setAttribute("role", "status");
      cite.querySelector(".cited").append(said);
    }
    said.textContent = words;
  };

  let open = null;
  document.addEventListener(
    "toggle",
    (event) => {
      const cite = event.target;
      if (!cite.matches("details.cite") || !cite.open) return;
      if (open && open !== cite) open.open = false;
      open = cite;
      const words = cite.querySelector(".words");
      copy(words.innerText)
        .then(() => true, () => copySelected(words))
        .then((copied) => say(cite, copied ? "已复制" : "请按 Ctrl+C 复制"));
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open || !open.open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
