// Asks the browser for a subscription when the button is pressed, and sends it with the form it belongs to.

const form = document.getElementById("push");
const words = document.getElementById("push-not");
const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

// "Firefox, Linux": enough for its owner to tell two devices apart.
const nameOf = (agent) => {
  const browser = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]];
  const found = [browser, system].map((names) => names.find(([mark]) => agent.includes(mark))?.[1]);
  return found.filter(Boolean).join(", ");
};

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new DOMException("", "NotAllowedError");
  await navigator.serviceWorker.register("/sw.js");
  const worker = await navigator.serviceWorker.ready;
  const key = bytesOf(form.dataset.key);
  const old = await worker.pushManager.getSubscription();
  await old?.unsubscribe(); // it may be of another key
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

if (form && can) {
  form.hidden = false;
  words.hidden = true;
  form.addEventListener("submit", (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    subscribe()
      .then((subscription) => {
        const { endpoint, keys } = subscription.toJSON();
        Object.assign(form.elements.endpoint, { value: endpoint });
        Object.assign(form.elements.p256dh, { value: keys.p256dh });
        Object.assign(form.elements.auth, { value: keys.auth });
        Object.assign(form.elements.name, { value: nameOf(navigator.userAgent) });
        form.requestSubmit();
      })
      .catch((error) => {
        words.hidden = false;
        words.textContent = error.name === "NotAllowedError" ? words.dataset.denied : words.dataset.failed;
      });
  });
}
