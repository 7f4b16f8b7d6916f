// The progress of a job as it goes on; when it ends, its last words stay.

const shown = document.querySelector("#progress");
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

while (["waiting", "running"].includes(shown.querySelector("[data-state]").dataset.state)) {
  await pause(700);
  const answer = await fetch(`/jobs/${shown.dataset.job}/progress`).catch(() => null);
  if (answer?.status === 404) break;
  if (!answer?.ok || shown.contains(document.activeElement)) continue;
  shown.innerHTML = await answer.text();
}
