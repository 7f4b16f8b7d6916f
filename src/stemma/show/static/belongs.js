// A click on a marked passage tells every claim, quotation and copy it belongs to.

const MOST = 140;
const panel = document.createElement("div");
panel.className = "belongs";
panel.popover = "auto";
panel.setAttribute("role", "dialog");
panel.setAttribute("aria-label", "What this passage belongs to");
document.body.append(panel);
let from = null;

function entry(key) {
  const node = document.querySelector(`[data-show="${CSS.escape(key)}"][data-what]`);
  if (!node) return null;
  const words = (node.querySelector(".lead, .lead-in") ?? node).textContent.replace(/\s+/g, " ").trim();
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = `#${node.id}`;
  const what = link.appendChild(document.createElement("b"));
  what.textContent = node.dataset.what;
  const text = link.appendChild(document.createElement("span"));
  text.textContent = words.length > MOST ? `${words.slice(0, MOST)}…` : words;
  return item;
}

// Below the passage where there is room, else above it; never over the edge.
function place(mark) {
  const at = mark.getClientRects()[0];
  const { width, height } = panel.getBoundingClientRect();
  const below = at.bottom + 8;
  panel.style.left = `${Math.max(16, Math.min(at.left, innerWidth - width - 16))}px`;
  panel.style.top = `${Math.max(8, below + height < innerHeight ? below : at.top - height - 8)}px`;
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-in]");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!getSelection().isCollapsed) return;
  const items = mark.dataset.in.split(" ").map(entry).filter(Boolean);
  if (!items.length) return;
  const list = document.createElement("ul");
  list.append(...items);
  panel.replaceChildren(list);
  from = mark;
  panel.showPopover();
  place(mark);
  list.querySelector("a").focus({ preventScroll: true });
});

panel.addEventListener("click", (event) => {
  const goal = document.getElementById(event.target.closest("a")?.hash.slice(1));
  if (!goal) return;
  event.preventDefault();
  from = null;
  panel.hidePopover();
  goal.dispatchEvent(new CustomEvent("stemma:open", { bubbles: true }));
  goal.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  (goal.querySelector("a, summary") ?? goal).focus({ preventScroll: true });
});
// The event comes late: who has gone on by then is not called back.
panel.addEventListener("toggle", ({ newState }) => {
  if (newState === "closed" && document.activeElement === document.body) from?.focus({ preventScroll: true });
});
