// Beside the fault form: what waits on this device, and one of them taken up again to be changed.
import { draft, drafts, sendWhatWaits, whenWaitingChanges } from "./faults-drafts.js";

navigator.serviceWorker?.register("/sw.js");

const form = document.querySelector("form[data-fault]");
const note = document.querySelector("[data-waits]");

async function show() {
  const waiting = (await drafts()).filter((one) => one.state !== "sent");
  note.hidden = !waiting.length;
  note.querySelector("[data-number]").textContent = String(waiting.length);
}

async function takeUp(key) {
  const kept = await draft(key);
  if (!kept) return;
  const photos = new DataTransfer();
  for (const [name, value] of kept.fields) {
    const field = form.elements[name];
    if (value instanceof File) value.size && photos.items.add(value);
    else if (field instanceof RadioNodeList) field.value = value;
    else if (field?.type === "checkbox") field.checked = field.value === value;
    else if (field && field.type !== "file" && field.type !== "submit") field.value = value;
  }
  form.elements.client_key.value = kept.key; // the same report, however often it is changed
  const input = form.querySelector("input[type=file]");
  if (photos.files.length) {
    input.files = photos.files;
    input.dispatchEvent(new Event("change"));
  }
}

if (form && note && "indexedDB" in window) {
  const key = new URLSearchParams(location.search).get("vantar");
  if (key) await takeUp(key);
  whenWaitingChanges(show);
  await show();
  await sendWhatWaits();
}
