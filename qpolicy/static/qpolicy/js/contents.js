// Marks in the contents the section that is being read.
(() => {
  "use strict";
  const contents = document.querySelector(".contents");
  if (!contents || !("IntersectionObserver" in window)) return;

  const lines = new Map();
  for (const line of contents.querySelectorAll("a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(line.hash.slice(1)));
    if (section) lines.set(section, line);
  }
  const sections = [...lines.keys()];
  let current = null;

  const mark = () => {
    const passed = sections.filter((section) => section.getBoundingClientRect().top < window.innerHeight / 10);
    const line = lines.get(passed[passed.length - 1]) || null;
    if (line === current) return;
    if (current) current.removeAttribute("aria-current");
    current = line;
    if (!line) return;
    line.setAttribute("aria-current", "location");
    const above = line.offsetTop - contents.clientHeight / 2;
    contents.scrollTop = Math.max(0, above);
  };

  const observer = new IntersectionObserver(mark, { rootMargin: "-5% 0px -90% 0px" });
  for (const section of sections) observer.observe(section);
  window.addEventListener("hashchange", mark);
  mark();
})();
