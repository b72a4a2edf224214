{% autoescape off %}// Keeps the fault form at hand without a network, and each report until it is sent. See participation/faults/offline.
"use strict";
const CACHE = "fel-{{ version }}";
const FILES = [{% for file in files %}"{{ file }}", {% endfor %}];
const PAGES = [{% for page in pages %}"{{ page }}", {% endfor %}];
// Where the municipalities have the form on a page of their own.
const PLACES = [{% for place in places %}"{{ place }}", {% endfor %}];
const FORM = /^(\/[a-z]{2})?\/felanmalan\/ny\/([0-9]{4}\/)?$/;
const RECEIPT = /\/felanmalan\/arende\/[^/]+\/kvitto\//;

// --- what waits -------------------------------------------------------------------------
importScripts("{{ store }}");
const { drafts, keep, change } = self.faultStore;
const tell = async () => {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage("waiting");
};

// A press that only shows something is no wish to send.
const isPress = (name) => name === "gor" || name === "adress" || /^punkt[0-9]+\.[xy]$/.test(name);

// The server would ask where: what lacks it is shown again at once. Where the form asks for the municipality, it is needed too.
const lacksPlace = (sent) => !sent.get("lon") && !(sent.get("place")?.trim() && (sent.get("kommun") ?? "of the page"));

// Gives the key where something is lacking, so that it does not go by itself.
async function keepForLater(url, sent) {
  const key = sent.get("client_key") || crypto.randomUUID();
  const fields = [...sent].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "told" && !isPress(name));
  const state = [...sent.keys()].some(isPress) ? "draft" : lacksPlace(sent) ? "lacks" : "waiting";
  await keep({ key, url, fields, savedAt: Date.now(), state });
  await self.registration.sync?.register("felanmalningar").catch(() => {});
  await tell();
  return state === "lacks" ? key : "";
}

// --- sending ----------------------------------------------------------------------------
// A row is waiting, then sending, then sent, asks or waiting again. One that is opened to be changed ("changing"), is not
// ready ("draft") or lacks its place ("lacks") is not sent; one that is being sent can neither be changed nor taken away.
const TO_ASK = 30_000, TO_SEND = 5 * 60_000; // milliseconds; photos over a bad network take minutes
let sending = null;
const sendAll = () => (sending ??= sendEach().finally(() => (sending = null)));
// Only one worker sends, one round at a time: what is "sending" as a round begins was left by a worker that was stopped.
const isToSend = (row) => row.state === "waiting" || row.state === "sending";

// One that cannot be sent keeps no other from being sent, unless the server asks for a pause. Says whether any is left.
async function sendEach() {
  for (const { key } of (await drafts()).filter(isToSend)) {
    if ((await drafts()).some((row) => isToSend(row) && row.notBefore > Date.now())) break;
    const row = await change(key, (now) => (isToSend(now) ? { ...now, state: "sending" } : undefined));
    if (!row) continue;
    await tell();
    const became = await send(row).catch(() => ({ ...row, state: "waiting", refused: 0 })); // nobody answered
    await change(key, (now) => (now.savedAt === row.savedAt ? became : undefined)); // else written anew meanwhile
  }
  await tell();
  return (await drafts()).some(isToSend);
}

// The form as the server has it now, and the token in it.
async function askForToken(url) {
  const asking = { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(TO_ASK) };
  const page = await fetch(url, asking);
  return { page, token: (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1] };
}

// Answers what became of the row.
async function send(row) {
  const { page, token } = await askForToken(row.url);
  if (!token) return refusedBy(page, row);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("sparad", "1");
  body.append("told", "allt"); // nobody is there to be told anything first
  for (const [name, value] of row.fields) body.append(name, value);
  const limit = AbortSignal.timeout(TO_SEND);
  const answer = await fetch(row.url, { method: "POST", body, credentials: "same-origin", signal: limit });
  if (answer.redirected && RECEIPT.test(answer.url)) {
    const words = row.fields.filter(([name]) => name === "text" || name === "place"); // which of them it was
    return { key: row.key, state: "sent", receipt: answer.url, savedAt: row.savedAt, fields: words };
  }
  if (answer.status === 200) return { ...row, state: "asks" }; // the form came back with a question, or with what is missing
  return refusedBy(answer, row);
}

const refusedBy = (answer, row) => {
  const seconds = Number(answer.headers.get("Retry-After"));
  return { ...row, state: "waiting", refused: answer.status, notBefore: seconds > 0 ? Date.now() + seconds * 1000 : 0 };
};

// --- pages ------------------------------------------------------------------------------
self.addEventListener("install", (event) => {
  // Past what the browser has kept of them: a script is asked for by the name that stands in the one that imports it.
  const files = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  const all = [...files, ...PAGES.map((page) => new Request(page, { credentials: "omit" }))];
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(all)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) {
      if (!name.startsWith("fel-") || name === CACHE) continue;
      const paths = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
      for (const path of paths) await remember(path).catch(() => {}); // as it is now, if it is still there
      await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && FORM.test(url.pathname)) {
    event.respondWith(request.mode === "navigate" ? post(request, url) : handOver(request, url));
  } else if (request.method === "GET" && request.mode === "navigate" && isOurs(url)) {
    event.respondWith(show(event, request, url));
  } else if (request.method === "GET" && FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
  }
});

const isForm = (path) => FORM.test(path) || PLACES.includes(path);
const isOurs = (url) => isForm(url.pathname) || PAGES.includes(url.pathname);

// A form that lay on the device was fetched as nobody: what is sent from it, as soon as there is a network, gets the token
// that belongs to this browser. What another site posts here gets none.
const OF_NOBODY = "kept";

async function handOver(request, url) {
  const body = await request.clone().formData();
  if (body.get("csrfmiddlewaretoken") !== OF_NOBODY || !request.referrer.startsWith(`${self.location.origin}/`)) {
    return fetch(request);
  }
  const { token } = await askForToken(url.pathname);
  if (!token) throw new Error("the server does not answer as it should");
  body.set("csrfmiddlewaretoken", token);
  const headers = new Headers(request.headers);
  headers.delete("Content-Type"); // the body is written anew
  return fetch(url, { method: "POST", headers, body, credentials: "same-origin", redirect: request.redirect });
}

async function post(request, url) {
  const copy = request.clone();
  try {
    const answer = await handOver(request, url);
    // A form that leads on was taken in: what waited under its key waits no more. A receipt stays.
    if (answer.type === "opaqueredirect") {
      await change((await copy.formData()).get("client_key") ?? "", (row) => (row.state === "sent" ? undefined : null));
    }
    return answer;
  } catch {
    const lacking = await keepForLater(url.pathname, await copy.formData());
    if (lacking) return Response.redirect(`${url.pathname}?vantar=${lacking}`, 303);
    const language = url.pathname.match(FORM)[1] ?? "";
    return Response.redirect(`${language}/felanmalan/vantar/`, 303);
  }
}

async function show(event, request, url) {
  try {
    const answer = await fetch(request);
    // Whoever opens one to change it takes it out of sending first, and asks for the rest to be sent after that.
    if (!url.searchParams.has("vantar")) event.waitUntil(sendAll().catch(() => {}));
    return answer;
  } catch {
    const language = url.pathname.match(/^\/[a-z]{2}(?=\/)/)?.[0] ?? "";
    const kept = (await caches.match(url.pathname)) ?? (await caches.match(`${language}/felanmalan/ny/`));
    if (!kept) return Response.error();
    // Each form has a key of its own, also one that lay here.
    const page = (await kept.text())
      .replace(/(name="client_key" value=")[^"]*/, `$1${crypto.randomUUID()}`)
      .replaceAll(/(name="csrfmiddlewaretoken" value=")[^"]*/g, `$1${OF_NOBODY}`)
      .replace("hidden data-offline", "data-offline");
    return new Response(page, { headers: kept.headers });
  }
}

// A page with the form asks to be kept, also the first, which no worker fetched.
// Asked for as nobody: a page that lies on the device holds nothing of whoever was signed in.
async function remember(path) {
  if (!isForm(path) || PAGES.includes(path)) return;
  const cache = await caches.open(CACHE);
  await cache.add(new Request(path, { credentials: "omit" }));
}

// A browser that wakes the worker does so again, later, for as long as something is left.
const sendOrComeBack = async () => {
  if (await sendAll()) throw new Error("some are left");
};
self.addEventListener("sync", (event) => event.waitUntil(sendOrComeBack()));
const heard = ({ remember: paths }) => (paths ? Promise.all(paths.map(remember)) : sendAll());

// --- news on this device ----------------------------------------------------------------
// What participation/push sends: a title, and a path on this site. Whatever else came is shown as news without words.
const newsIn = (data) => {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
};
const onThisSite = (path) => {
  const { origin, protocol } = self.location;
  try {
    const url = new URL(typeof path === "string" ? path : "/", origin);
    if (url.origin === origin && url.protocol === protocol) return url.href; // a blob has the origin of its maker
  } catch {
    // no address at all
  }
  return `${origin}/`;
};
self.addEventListener("push", (event) => {
  const { title, path, tag, language } = newsIn(event.data);
  const shown = { tag: tag || "news", lang: language || "sv", data: { url: onThisSite(path) } };
  event.waitUntil(self.registration.showNotification(typeof title === "string" && title ? title : "Samskapa", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data?.url ?? "/"));
});

self.addEventListener("message", (event) => event.waitUntil(heard(event.data).catch(() => {})));
{% endautoescape %}
