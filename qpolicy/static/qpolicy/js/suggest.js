// Offers names while a search is typed: a combobox with a list box, as the ARIA practices describe it.
(() => {
  "use strict";
  const address = document.currentScript.dataset.suggest;
  const WAIT = 150; // milliseconds after the last key

  const equip = (input, number) => {
    const known = new Map();
    const list = document.createElement("ul");
    const said = document.createElement("span");
    let at = -1;
    let timer = 0;
    let sent = null;

    const options = () => [...list.children];

    const point = (to) => {
      at = to;
      options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options()[at].id);
    };

    const close = () => {
      window.clearTimeout(timer);
      if (sent) sent.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      point(-1);
    };

    const choose = (text) => {
      input.value = text;
      close();
      input.form.requestSubmit();
    };

    const option = ({ text, kind }, index) => {
      const made = document.createElement("li");
      const small = document.createElement("small");
      made.id = `${list.id}-${index}`;
      made.setAttribute("role", "option");
      small.textContent = kind;
      made.append(text, " ", small);
      made.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      made.addEventListener("click", () => choose(text));
      return made;
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map(option));
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = suggestions.length ? `有 ${suggestions.length} 条建议，按上下键选择` : "";
      point(-1);
    };

    const ask = async (typed) => {
      if (known.has(typed)) return show(known.get(typed));
      sent = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal: sent.signal });
        if (!answer.ok) return close();
        known.set(typed, (await answer.json()).suggestions);
        if (input.value.trim() === typed && document.activeElement === input) show(known.get(typed));
      } catch {
        // Without an answer there is nothing to offer.
      }
    };

    const typing = (event) => {
      if (event.isComposing) return;
      close();
      const typed = input.value.trim();
      if (typed) timer = window.setTimeout(ask, WAIT, typed);
      else show([]);
    };

    const keys = (event) => {
      if (list.hidden || event.isComposing) return;
      const last = options().length - 1;
      if (event.key === "ArrowDown") point(at === last ? -1 : at + 1);
      else if (event.key === "ArrowUp") point(at < 0 ? last : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) options()[at].click();
      else return;
      event.preventDefault();
    };

    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "检索建议");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.autocomplete = "off";
    input.form.append(list, said);
    input.addEventListener("input", typing);
    input.addEventListener("compositionend", typing);
    input.addEventListener("keydown", keys);
    input.addEventListener("blur", close);
  };

  document.querySelectorAll("form.site-search input[name=q]:not([role])").forEach(equip);
})();
