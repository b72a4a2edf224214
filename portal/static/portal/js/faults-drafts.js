// Reports that wait on this device, as the service worker keeps them (participation/faults/offline).

const store = (mode, work) =>
  new Promise((done, failed) => {
    const opening = indexedDB.open("felanmalningar", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction("drafts", mode);
      const asked = work(change.objectStore("drafts"));
      change.oncomplete = () => (opening.result.close(), done(asked.result));
      change.onerror = () => failed(change.error);
    };
  });

export const drafts = () => store("readonly", (rows) => rows.getAll());

// As in the worker: `how` gives the new row, null to take it away, undefined to leave it.
async function change(key, how) {
  let now;
  await store("readwrite", (rows) => {
    const asked = rows.get(key);
    asked.onsuccess = () => {
      now = asked.result && how(asked.result);
      if (now) rows.put(now);
      if (now === null) rows.delete(key);
    };
    return asked;
  });
  return now;
}

// What is on its way can neither be changed nor taken away.
const unlessSending = (to) => (row) => (row.state === "sending" ? undefined : to(row));
export const drop = (key) => change(key, unlessSending(() => null));
// Out of sending while it is changed; nothing if it has gone. `unclear`: the server has something to say about it.
export const openToChange = (key) =>
  change(key, unlessSending((row) => {
    if (row.state === "sent") return undefined;
    return { ...row, state: "changing", unclear: row.unclear || row.state === "asks" || row.state === "draft" };
  }));

const AGAIN = 20_000; // milliseconds between tries while a page is open

// The worker is what sends: it is asked when there is a network, when a page is opened, and again while one is open.
export async function sendWhatWaits() {
  if ((await drafts()).some((row) => row.state === "waiting" || row.state === "sending")) await tellWorker({});
}

export const tellWorker = async (words) => (await navigator.serviceWorker?.ready)?.active.postMessage(words);

export function whenWaitingChanges(show) {
  navigator.serviceWorker?.addEventListener("message", show);
  addEventListener("online", sendWhatWaits);
  setInterval(sendWhatWaits, AGAIN);
}
