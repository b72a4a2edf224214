// Keys for the moderators' queue: j and k walk, Enter opens, x ticks, ? shows them. Without this, Tab does the same.

const rows = [...document.querySelectorAll("[data-queue] [data-row]")];
const help = document.querySelector("[data-keys-help]");

const here = () => rows.findIndex((row) => row.contains(document.activeElement));

const go = (to) => {
  const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
};

const press = {
  j: () => go(here() + 1),
  k: () => go(here() - 1),
  x: () => rows[here()]?.querySelector("[data-tick]")?.click(),
  Enter: () => rows[here()] === document.activeElement && rows[here()].querySelector("[data-open]").click(),
  "?": () => {
    help.open = !help.open;
  },
};

const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const act = press[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "Enter" && !event.target.matches("[data-row]")) return;
  event.preventDefault();
  act();
});
