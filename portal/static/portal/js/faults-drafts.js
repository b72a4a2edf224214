// Reports that wait on this device, as the service worker keeps them (participation/faults/offline).

import "./faults-store.js";

export const { drafts } = self.faultStore;
const { change } = self.faultStore;

// What is on its way can neither be changed nor taken away.
const unlessSending = (to) => (row) => (row.state === "sending" ? undefined : to(row));
export const drop = (key) => change(key, unlessSending(() => null));
// Out of sending while it is changed; nothing if it has gone. `unclear`: the server has something to say about it.
export const openToChange = (key) =>
  change(key, unlessSending((row) => {
    if (row.state === "sent") return undefined;
    return { ...row, state: "changing", unclear: row.unclear || ["asks", "draft", "lacks"].includes(row.state) };
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
