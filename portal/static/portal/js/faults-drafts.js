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
export const draft = (key) => store("readonly", (rows) => rows.get(key));
export const drop = (key) => store("readwrite", (rows) => rows.delete(key));

const AGAIN = 20_000; // milliseconds between tries while a page is open

// The worker is what sends: it is asked when there is a network, when a page is opened, and again while one is open.
export async function sendWhatWaits() {
  const worker = (await navigator.serviceWorker?.ready)?.active;
  if ((await drafts()).some((row) => row.state === "waiting")) worker?.postMessage("send");
}

export function whenWaitingChanges(show) {
  navigator.serviceWorker?.addEventListener("message", show);
  addEventListener("online", sendWhatWaits);
  setInterval(sendWhatWaits, AGAIN);
}
