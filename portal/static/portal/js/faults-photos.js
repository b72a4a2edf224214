// Shows the photo that was chosen last. A kind that the browser cannot draw (HEIC) is only counted. More than the form
// takes are not sent at all.

export function showPhotos(box, taken) {
  const input = box.querySelector("input[type=file]");
  const label = box.querySelector("[data-label]");
  const count = box.querySelector("[data-count]");
  const before = label.textContent;
  const remove = box.querySelector("[data-remove]");
  let picture = null;
  let chosen = [];
  box.classList.add("quick");

  const clear = () => {
    if (!picture) return;
    URL.revokeObjectURL(picture.src);
    picture.remove();
    picture = null;
    box.classList.add("no-photo");
  };

  // A camera gives one photo at a time: each is added to those before it.
  const isSame = (one, other) => ["name", "size", "lastModified"].every((what) => one[what] === other[what]);
  const choose = (files) => {
    const all = new DataTransfer();
    chosen = files.slice(0, Number(box.dataset.most));
    for (const file of chosen) all.items.add(file);
    input.files = all.files;
    show();
    if (files.length > chosen.length) count.textContent = box.dataset.full;
  };
  const show = () => {
    clear();
    const number = chosen.length;
    remove.hidden = !number;
    label.textContent = number ? box.dataset.another : before;
    count.textContent = number > 1 ? box.dataset.many.replace("{n}", String(number)) : number ? box.dataset.one : "";
    if (!number) return;
    const shown = new Image();
    picture = shown;
    shown.alt = "";
    shown.addEventListener("load", () => {
      if (picture !== shown) return; // another was chosen meanwhile
      box.prepend(shown);
      box.classList.remove("no-photo");
    });
    shown.src = URL.createObjectURL(chosen.at(-1));
  };

  input.addEventListener("change", () => {
    const added = [...input.files].filter((file) => !chosen.some((other) => isSame(file, other)));
    choose([...chosen, ...added]);
    if (added.length) taken(added[0]);
  });
  remove.addEventListener("click", () => {
    choose([]);
    input.focus();
  });
}
