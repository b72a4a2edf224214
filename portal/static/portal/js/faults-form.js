// Quickens the fault form: the device's position, a click on the map, a look at the photo. It works without all of this.
import { positionOf } from "./faults-position.js";
import { showPhotos } from "./faults-photos.js";

const JUST_NOW = 3 * 60 * 1000; // a photo that is older was taken somewhere else, for all we know

const form = document.querySelector("form[data-fault]");
if (form) {
  const position = positionOf(form);
  const photos = form.querySelector("[data-photos]");
  // A phone that may say where it is does so as the photo is taken: browsers strip the place from the file.
  if (photos) showPhotos(photos, (file) => Date.now() - file.lastModified < JUST_NOW && position.findForPhoto());
  // Send first, once: a field that hides inside a closed part must not stop the browser without a word.
  form.addEventListener("invalid", (event) => event.target.closest("details")?.setAttribute("open", ""), true);
  // A part that is sent anew stays as open as it was.
  form.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.dataset?.keeps) form.elements[target.dataset.keeps].value = target.open ? "1" : "";
    },
    true,
  );
}
