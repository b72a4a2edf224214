// j and k go through the list of reports, x ticks the one where one is, Enter opens it: the link has the focus.
// Only while the focus is in the list, so that a letter said to a speech program or typed elsewhere does nothing.

const list = document.querySelector("[data-fault-keys]");
const help = document.querySelector("[data-fault-keys-help]");

if (list) {
  const rows = [...list.querySelectorAll("tbody tr")];
  const go = (row) => row?.querySelector("td.title a")?.focus();
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const deeds = {
    j: () => go(rows[Math.min(here() + 1, rows.length - 1)]),
    k: () => go(rows[Math.max(here() - 1, 0)]),
    x: () => rows[here()]?.querySelector('input[type="checkbox"]')?.click(),
  };

  if (help) help.hidden = false;
  list.addEventListener("keydown", (event) => {
    const deed = deeds[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    deed();
  });
}
