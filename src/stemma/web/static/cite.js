// A claim with its citations to the clipboard; where that is not allowed, the link leads to it.

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-cite]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const name = link.textContent;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    await navigator.clipboard.writeText(await answer.text());
    link.textContent = "Copied";
    setTimeout(() => (link.textContent = name), 1500);
  } catch {
    location.href = link.href;
  }
});
