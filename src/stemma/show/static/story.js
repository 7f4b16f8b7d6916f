// A finding under the pointer is marked in every article; one that is chosen is brought into view there, too,
// and stands in the address.  A passage is led to in the same way.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const beside = matchMedia("screen and (min-width: 64rem)");
const behavior = () => (still.matches ? "instant" : "smooth");
const finding = (node) => node.closest?.("[data-show]");
let chosen = "";

// light: "lit" for what is chosen, "near" for what is under the pointer.
function mark(key, light) {
  document.querySelectorAll(`.${light}`).forEach((piece) => piece.classList.remove(light));
  if (!key) return [];
  const pieces = [...document.querySelectorAll(`[data-in~="${CSS.escape(key)}"]`)];
  pieces.forEach((piece) => piece.classList.add(light));
  return pieces;
}

// Scroll a column, never the page, so that a passage stands in its upper third.
function bring(piece) {
  const column = piece.closest(".column");
  const offset = piece.getBoundingClientRect().top - column.getBoundingClientRect().top;
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

function choose(node) {
  const key = node.dataset.show;
  document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
  if (node.dataset.what) node.classList.add("chosen");
  const pieces = mark(key, "lit");
  if (key === chosen) return;
  chosen = key;
  if (node.id) history.replaceState(null, "", `#${node.id}`);
  if (!beside.matches || !pieces.length) return;
  const first = new Map();
  pieces.forEach((piece) => first.has(piece.closest(".column")) || first.set(piece.closest(".column"), piece));
  first.forEach(bring);
  const columns = [...first.keys()];
  if (!columns.some(inView)) reveal(columns[0]);
}

// A passage, when a link or the address leads to it.
function visit(piece) {
  piece.classList.add("lit");
  if (beside.matches) {
    bring(piece);
    reveal(piece.closest(".column"));
  } else {
    piece.scrollIntoView({ block: "center", behavior: behavior() });
  }
}

function open(node) {
  for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

// What the address names.  A finding may have gone since the address was sent: then its passage is shown.
function arrive() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name) return;
  const node = document.getElementById(name) ?? passage(name);
  if (!node) return;
  open(node);
  if (node.matches("[data-in]")) visit(node);
  else if (node.matches("[data-show]")) {
    choose(node);
    node.scrollIntoView({ block: "center", behavior: "instant" });
  }
}

// "fact-ARTICLE-120-180" and "ARTICLE-130": the last marked piece that begins there or before.
function passage(name) {
  const [, article, start] = /^(?:[a-z]+-)?([^-]+)-(\d+)/.exec(name) ?? [];
  const pieces = [...document.querySelectorAll(`[id^="${CSS.escape(article ?? "")}-"][data-in]`)];
  return pieces.findLast((piece) => Number(piece.id.slice(article.length + 1)) <= Number(start)) ?? pieces[0];
}

let wait = 0;
document.addEventListener("pointerover", ({ target }) => {
  clearTimeout(wait);
  const key = finding(target)?.dataset.show ?? target.closest("[data-in]")?.dataset.in.split(" ")[0];
  wait = setTimeout(mark, 90, key, "near");
});
document.addEventListener("focusin", ({ target }) => {
  const node = finding(target);
  if (node) choose(node);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const goal = link && document.getElementById(link.getAttribute("href").slice(1));
  const from = finding(event.target);
  if (from) choose(from);
  if (!goal) return;
  if (goal.matches("[data-in]") && beside.matches) {
    event.preventDefault();
    visit(goal);
  } else if (goal.matches("[data-show]") && goal.contains(link)) {
    event.preventDefault(); // it is here already
  }
});
addEventListener("hashchange", arrive);
document.addEventListener("stemma:open", ({ target }) => open(target));
arrive();

// In an article, Left and Right go from one marked passage to the next; Tab leaves the article.
for (const column of document.querySelectorAll(".column")) {
  const marks = [...column.querySelectorAll("a[data-in]")];
  marks.slice(1).forEach((mark) => (mark.tabIndex = -1));
  column.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = marks[marks.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    marks.forEach((mark) => (mark.tabIndex = mark === next ? 0 : -1));
    next.focus({ preventScroll: true });
    if (beside.matches) bring(next);
    else next.scrollIntoView({ block: "center", behavior: behavior() });
  });
}

// On paper nothing can be opened.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((fold) => (fold.open = true));
});
addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));
