// Says how a text reads while it is written. Without this, the button does.

const form = document.querySelector("form[data-language]");
const shown = form?.querySelector("[data-language-shown]");
const button = form?.querySelector("[data-language-button]");
const PAUSE = 900;
let timer = 0;
let asked = 0;

const ask = async () => {
  const mine = ++asked;
  const fields = new FormData();
  fields.set("text", form.elements.text.value);
  fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(form.dataset.language, { method: "POST", body: fields }).catch(() => null);
  if (answer?.ok && mine === asked) shown.innerHTML = await answer.text();
};

form?.elements.text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
button?.addEventListener("click", (press) => {
  press.preventDefault();
  ask();
});
