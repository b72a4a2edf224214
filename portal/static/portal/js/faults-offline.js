// Beside the fault form: what waits on this device, and one of them taken up again to be changed.
import { drafts, openToChange, sendWhatWaits, tellWorker, whenWaitingChanges } from "./faults-drafts.js";

navigator.serviceWorker?.register("/sw.js");

const form = document.querySelector("form[data-fault]");
const note = document.querySelector("[data-waits]");
const offline = document.querySelector("[data-offline]");

async function show() {
  const waiting = (await drafts()).filter((one) => one.state !== "sent");
  note.hidden = !waiting.length;
  note.querySelector("[data-number]").textContent = String(waiting.length);
}

// Who was signed in as the form last came from the network; a form that lay on the device was fetched as nobody.
function markWhose() {
  const field = form.elements.whose;
  if (offline.hidden) localStorage.setItem("felanmalan-vems", field.value);
  else field.value = localStorage.getItem("felanmalan-vems") ?? "";
}

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
const FILLED_BY_PAGE = ["whose", "client_key"];

// Gives whether the form lacks a field of what was kept: the questions of a kind come from the server.
function fillIn(fields) {
  const words = fields.filter(([name, value]) => !FILLED_BY_PAGE.includes(name) && !(value instanceof File));
  const lacking = words.filter(([name]) => !form.elements[name]);
  for (const [name, value] of words) {
    const field = form.elements[name];
    if (field instanceof RadioNodeList) field.value = value;
    else if (field?.type === "checkbox") field.checked = field.value === value;
    else if (field && field.type !== "file" && field.type !== "submit") field.value = value;
  }
  form.prepend(...lacking.map(([name, value]) => hidden(name, value)));
  return lacking.some(([, value]) => value !== "");
}

// Nobody is there to ask where: the browser does, as it does of missing words. Gives whether anything is missing.
function askWhere() {
  const { lon, place, kommun } = form.elements;
  const asks = !offline.hidden && !lon.value;
  const { noPlace, noKommun } = offline.dataset;
  place.setCustomValidity(asks && !place.value.trim() ? noPlace : "");
  kommun?.setCustomValidity(asks && !kommun.value ? noKommun : "");
  return Boolean(place.validationMessage || kommun?.validationMessage);
}

// Where the form of the region lay here instead of the municipality's own, it says which one was asked for.
function chooseKommun() {
  const code = location.pathname.match(/\/([0-9]{4})\/$/)?.[1];
  if (code && !offline.hidden && form.elements.kommun) form.elements.kommun.value = code;
}

async function takeUp(key) {
  const kept = await openToChange(key);
  if (!kept) return location.replace(note.querySelector("a").href); // it has gone: the list says where
  const photos = new DataTransfer();
  for (const [, value] of kept.fields) if (value instanceof File && value.size) photos.items.add(value);
  const lacks = fillIn(kept.fields);
  form.elements.client_key.value = kept.key; // the same report, however often it is changed
  const input = form.querySelector("input[type=file]");
  if (photos.files.length) {
    input.files = photos.files;
    input.dispatchEvent(new Event("change"));
  }
  if ((kept.unclear || lacks) && offline.hidden) {
    form.append(hidden("gor", "las")); // the server shows it with what is asked or missing, and sends nothing
    return form.submit();
  }
  const contact = form.querySelector("details.contact");
  contact.open ||= Boolean(form.elements.contact_email.value || form.elements.contact_phone.value);
  for (const name of ["place", "text"]) form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("taken-up"));
  if (askWhere()) form.reportValidity();
}

if (form && note && "indexedDB" in window) {
  markWhose();
  chooseKommun();
  form.addEventListener("click", askWhere, true); // before a press is looked at, also that of Enter
  document.addEventListener("htmx:afterOnLoad", () => (offline.hidden = true));
  const key = new URLSearchParams(location.search).get("vantar");
  if (key) await takeUp(key);
  whenWaitingChanges(show);
  await show();
  // Its own address and where it is sent: that is where a report that waits is opened to be changed.
  if (offline.hidden) await tellWorker({ remember: [location.pathname, new URL(form.action).pathname] });
  await sendWhatWaits();
}
