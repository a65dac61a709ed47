// Light up the place in the source that a department, value or goal was read from, while it is pointed at.
"use strict";
for (const link of document.querySelectorAll("a[data-place]")) {
  const place = document.getElementById(link.dataset.place);
  if (!place) continue;
  for (const [event, isLit] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
    link.addEventListener(event, () => place.classList.toggle("lit", isLit));
  }
}
