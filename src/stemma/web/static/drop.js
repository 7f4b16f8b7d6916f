// Files may be dropped where they can be chosen.

const place = document.querySelector("[data-drop]");
const field = place.querySelector("input");
const over = (is) => place.classList.toggle("over", is);

for (const name of ["dragenter", "dragover"]) {
  place.addEventListener(name, (event) => {
    event.preventDefault();
    over(true);
  });
}
place.addEventListener("dragleave", () => over(false));
place.addEventListener("drop", (event) => {
  event.preventDefault();
  over(false);
  field.files = event.dataTransfer.files;
});
