// Shows the photo that was chosen. A kind that the browser cannot draw (HEIC) is only counted.

export function showPhotos(box, taken) {
  const input = box.querySelector("input[type=file]");
  const label = box.querySelector("[data-label]");
  const count = box.querySelector("[data-count]");
  const before = label.textContent;
  let picture = null;
  box.classList.add("quick");

  const clear = () => {
    if (!picture) return;
    URL.revokeObjectURL(picture.src);
    picture.remove();
    picture = null;
    box.classList.add("no-photo");
  };

  input.addEventListener("change", () => {
    clear();
    const number = input.files.length;
    label.textContent = number ? box.dataset.another : before;
    count.textContent = number > 1 ? box.dataset.many.replace("{n}", String(number)) : number ? box.dataset.one : "";
    if (!number) return;
    picture = new Image();
    picture.alt = "";
    picture.addEventListener("load", () => {
      box.prepend(picture);
      box.classList.remove("no-photo");
    });
    picture.src = URL.createObjectURL(input.files[0]);
    taken(input.files[0]);
  });
}
