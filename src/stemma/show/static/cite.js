// A claim with its citations to the clipboard.

document.addEventListener("click", async (event) => {
  const from = event.target.closest("[data-cite]");
  if (!from || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const label = from.textContent;
  try {
    const answer = from.href ? await fetch(from.href) : null;
    await navigator.clipboard.writeText(answer ? await answer.text() : from.value);
    from.textContent = "Copied";
  } catch {
    if (from.href) location.href = from.href;
    else from.textContent = "Not copied";
  }
  setTimeout(() => (from.textContent = label), 1500);
});
