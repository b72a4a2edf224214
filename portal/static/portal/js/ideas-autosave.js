// Saves a draft while its author writes. Without this, the button saves.

const form = document.querySelector("form[data-autosave]");
const says = document.querySelector("[data-autosaved]");
const PAUSE = 2500;
let timer = 0;
let before = Promise.resolve();

const send = async () => {
  const fields = new FormData(form);
  fields.set("auto", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    form.elements.seen.value = answer.headers.get("X-Seen") ?? form.elements.seen.value;
    const said = answer.status === 204 ? form.dataset.saved : [409, 422].includes(answer.status) && (await answer.text());
    says.textContent = said || form.dataset.failed;
  } catch {
    says.textContent = form.dataset.failed;
  }
};

// One after the other: each says which words it takes the place of.
const save = () => {
  before = before.then(send);
};

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form?.addEventListener("submit", () => clearTimeout(timer));
