// Search answers as one types.  The server finds and marks; here its answer is shown, and keys lead through it.

const field = document.querySelector("#find");
const offers = document.createElement("div");
offers.className = "offers";
offers.hidden = true;
offers.setAttribute("role", "region");
offers.setAttribute("aria-label", "Found so far");
offers.setAttribute("aria-live", "polite");
field.after(offers);

let turn = 0;
let wait = 0;

async function ask() {
  const mine = ++turn;
  const words = field.value.trim();
  if (!words) return void (offers.hidden = true);
  const answer = await fetch(`/search/typed?q=${encodeURIComponent(words)}`).catch(() => null);
  if (mine !== turn || !answer?.ok) return; // somebody typed on
  offers.innerHTML = await answer.text();
  offers.hidden = false;
}

field.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(ask, 120);
});
field.addEventListener("focus", () => offers.hasChildNodes() && field.value && (offers.hidden = false));

field.form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    offers.hidden = true;
    field.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || offers.hidden) return;
  const stops = [field, ...offers.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
document.addEventListener("focusin", ({ target }) => field.form.contains(target) || (offers.hidden = true));
document.addEventListener("click", ({ target }) => field.form.contains(target) || (offers.hidden = true));
