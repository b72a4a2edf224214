// The page of what waits to be sent from this device.
import { drafts, drop, sendWhatWaits, whenWaitingChanges } from "./faults-drafts.js";

const list = document.querySelector("[data-waiting]");
const says = document.querySelector("[data-says]").dataset;
const row = document.querySelector("[data-row]");

const WHEN = { dateStyle: "long", timeStyle: "short" };

function drawn(one) {
  const item = row.content.cloneNode(true).firstElementChild;
  const said = (name) => one.fields.find(([field]) => field === name)?.[1] ?? "";
  const photos = one.fields.filter(([, value]) => value instanceof File && value.size);
  const place = (name) => item.querySelector(`[data-${name}]`);
  place("when").textContent = new Date(one.savedAt).toLocaleString(document.documentElement.lang, WHEN);
  place("words").textContent = said("text") || said("place");
  place("photos").textContent = photos.length === 1 ? says.onePhoto : photos.length ? says.photosText.replace("{n}", photos.length) : "";
  place("state").textContent = one.refused && one.state === "waiting" ? says.busyText : says[`${one.state}Text`];
  if (one.receipt) Object.assign(place("receipt"), { href: one.receipt, hidden: false });
  if (one.url && one.state !== "sending") Object.assign(place("edit"), { href: `${one.url}?vantar=${one.key}`, hidden: false });
  place("drop").hidden = one.state === "sending";
  place("drop").addEventListener("click", async () => {
    if (one.state !== "sent" && !confirm(says.sure)) return;
    await drop(one.key);
    await show();
    document.querySelector("h1").focus?.();
  });
  return item;
}

const isGoing = ({ state }) => state === "waiting" || state === "sending";
const needsYou = ({ state }) => !["waiting", "sending", "sent"].includes(state);

async function show() {
  const waiting = await drafts();
  document.querySelector("[data-goes]").hidden = waiting.length > 0 && !waiting.some(isGoing);
  document.querySelector("[data-needs]").hidden = !waiting.some(needsYou);
  list.replaceChildren(...waiting.sort((a, b) => b.savedAt - a.savedAt).map(drawn));
  document.querySelector("[data-none]").hidden = waiting.length > 0;
}

whenWaitingChanges(show);
await show();
await sendWhatWaits();
