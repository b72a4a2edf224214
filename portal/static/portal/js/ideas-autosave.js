// Saves a draft while its author writes. Without this, the button saves.

const form = document.querySelector("form[data-autosave]");
const says = document.querySelector("[data-autosaved]");
const PAUSE = 2500;
let timer = 0;

const save = async () => {
  const fields = new FormData(form);
  fields.set("auto", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    const said = { 204: () => form.dataset.saved, 422: () => answer.text() }[answer.status];
    says.textContent = said ? await said() : form.dataset.failed;
  } catch {
    says.textContent = form.dataset.failed;
  }
};

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form?.addEventListener("submit", () => clearTimeout(timer));
