// Hover or focus on a finding marks its passages in every article; a click on a passage leads back to a finding.
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const beside = matchMedia("screen and (min-width: 64rem)");
  const behavior = () => (still.matches ? "instant" : "smooth");
  const passages = (id) => document.querySelectorAll(`[data-in~="${CSS.escape(id)}"]`);
  let shown = "";

  function show(id) {
    if (id === shown) return;
    shown = id;
    document.querySelectorAll(".lit").forEach((mark) => mark.classList.remove("lit"));
    const first = new Map();
    for (const mark of passages(id)) {
      mark.classList.add("lit");
      const column = mark.closest(".column");
      if (!first.has(column)) first.set(column, mark);
    }
    if (!beside.matches || !first.size) return;
    first.forEach(bring);
    const columns = [...first.keys()];
    if (!columns.some(inView)) reveal(columns[0]);
  }

  // Scroll a column, never the page, so that the passage stands in its upper third.
  function bring(mark, column) {
    const offset = mark.getBoundingClientRect().top - column.getBoundingClientRect().top;
    column.scrollBy({ top: offset - column.clientHeight / 3, behavior: behavior() });
  }

  function inView(column) {
    const [inner, outer] = [column, column.parentElement].map((box) => box.getBoundingClientRect());
    return inner.left > outer.left - 9 && inner.right < outer.right + 9;
  }

  // A column into view among the others.
  function reveal(column) {
    const row = column.parentElement;
    const offset = column.getBoundingClientRect().left - row.getBoundingClientRect().left;
    if (!inView(column)) row.scrollBy({ left: offset, behavior: behavior() });
  }

  const finding = (node) => node.closest?.("[data-show]");

  let wait = 0;
  document.addEventListener("pointerover", ({ target }) => {
    clearTimeout(wait);
    const at = finding(target);
    if (at) wait = setTimeout(show, 90, at.dataset.show);
  });
  document.addEventListener("focusin", ({ target }) => {
    const at = finding(target);
    if (at) show(at.dataset.show);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const goal = link && document.getElementById(link.hash.slice(1));
    if (goal?.matches("[data-in]")) {
      const at = finding(link);
      if (at) show(at.dataset.show);
      if (!beside.matches) return;
      event.preventDefault();
      const column = goal.closest(".column");
      bring(goal, column);
      reveal(column);
      return;
    }
    const mark = event.target.closest("[data-in]");
    if (mark && getSelection().isCollapsed) lead(mark.dataset.in.split(" "));
  });

  // From a passage to the first finding it belongs to.
  function lead(ids) {
    const at = ids.map((id) => document.querySelector(`[data-show="${CSS.escape(id)}"]`)).find(Boolean);
    if (!at) return;
    for (let fold = at.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    show(at.dataset.show);
    at.scrollIntoView({ block: "center", behavior: behavior() });
    at.classList.remove("here");
    requestAnimationFrame(() => at.classList.add("here"));
  }

  // On paper nothing can be opened.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));
})();
