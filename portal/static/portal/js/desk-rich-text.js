// Wagtail's editor for formatted text has no name: a screen reader hears "edit text". It gets the words of its label,
// in blocks that are added later too.

const name = (field) => {
  const input = field.closest(".Draftail-Editor__wrapper").parentElement.querySelector("[data-draftail-input]");
  const label = document.querySelector(`label[for="${input?.id}"]`) ?? field.closest(".w-panel")?.querySelector("[data-panel-heading-text]");
  if (label) field.setAttribute("aria-label", label.textContent.replace("*", "").trim());
};

new MutationObserver(() => {
  document.querySelectorAll(".public-DraftEditor-content:not([aria-label])").forEach(name);
}).observe(document.documentElement, { childList: true, subtree: true });
