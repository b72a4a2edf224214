{% autoescape off %}// Keeps the fault form at hand without a network, and each report until it is sent. See participation/faults/offline.
"use strict";
const CACHE = "fel-{{ version }}";
const FILES = [{% for file in files %}"{{ file }}", {% endfor %}];
const PAGES = [{% for page in pages %}"{{ page }}", {% endfor %}];
const FORM = /^(\/[a-z]{2})?\/felanmalan\/ny\/([0-9]{4}\/)?$/;
const RECEIPT = /\/felanmalan\/arende\/[^/]+\/kvitto\//;

// --- what waits -------------------------------------------------------------------------
const store = (mode, work) =>
  new Promise((done, failed) => {
    const opening = indexedDB.open("felanmalningar", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction("drafts", mode);
      const asked = work(change.objectStore("drafts"));
      change.oncomplete = () => (opening.result.close(), done(asked.result));
      change.onerror = change.onabort = () => (opening.result.close(), failed(change.error));
    };
  });
const drafts = () => store("readonly", (rows) => rows.getAll());
const draft = (key) => store("readonly", (rows) => rows.get(key));
const keep = (row) => store("readwrite", (rows) => rows.put(row));
const drop = (key) => store("readwrite", (rows) => rows.delete(key));
const tell = async () => {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage("waiting");
};

async function keepForLater(url, fields) {
  const key = fields.get("client_key") || crypto.randomUUID();
  const said = [...fields].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "told");
  // A press that only shows something is no wish to send.
  const asks = said.some(([name]) => name === "gor" || name === "adress" || /^punkt[0-9]+\.[xy]$/.test(name));
  await keep({ key, url, fields: said, savedAt: Date.now(), state: asks ? "draft" : "waiting" });
  await self.registration.sync?.register("felanmalningar").catch(() => {});
  await tell();
}

// --- sending ----------------------------------------------------------------------------
const TO_ASK = 30_000, TO_SEND = 5 * 60_000; // milliseconds; photos over a bad network take minutes
let sending = null;
const sendAll = () => (sending ??= sendEach().finally(() => (sending = null)));

// One that cannot be sent keeps no other from being sent. Says whether any is left.
async function sendEach() {
  const waiting = (await drafts()).filter((row) => row.state === "waiting");
  const left = [];
  for (const row of waiting) {
    const refused = await send(row).catch(() => 0); // 0: nobody answered
    if (refused === null) continue;
    left.push(row);
    if (await isAsItWas(row)) await keep({ ...row, refused });
  }
  await tell();
  return left.length > 0;
}

const isAsItWas = async (row) => (await draft(row.key))?.savedAt === row.savedAt;

// Answers null when it was dealt with, else the status of whoever could not take it.
async function send(row) {
  const asking = { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(TO_ASK) };
  const page = await fetch(row.url, asking);
  const token = (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
  if (!token) return page.status;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("sparad", "1");
  body.append("told", "allt"); // nobody is there to be told anything first
  for (const [name, value] of row.fields) body.append(name, value);
  const limit = AbortSignal.timeout(TO_SEND);
  const answer = await fetch(row.url, { method: "POST", body, credentials: "same-origin", signal: limit });
  if (!(await isAsItWas(row))) return null; // taken away or changed meanwhile
  if (answer.redirected && RECEIPT.test(answer.url)) {
    await keep({ key: row.key, state: "sent", receipt: answer.url, savedAt: row.savedAt, fields: [] });
  } else if (answer.status === 200) {
    await keep({ ...row, state: "asks" }); // the form came back with a question, or with what is missing
  } else {
    return answer.status;
  }
  return null;
}

// --- pages ------------------------------------------------------------------------------
self.addEventListener("install", (event) => {
  const all = [...FILES, ...PAGES.map((page) => new Request(page, { credentials: "omit" }))];
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(all)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name.startsWith("fel-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate" && FORM.test(url.pathname)) {
    event.respondWith(post(request, url));
  } else if (request.method === "GET" && request.mode === "navigate" && isOurs(url)) {
    event.respondWith(show(event, request, url));
  } else if (request.method === "GET" && FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
  }
});

const isOurs = (url) => FORM.test(url.pathname) || PAGES.includes(url.pathname);

async function post(request, url) {
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    // A form that leads on was taken in: what waited under its key waits no more.
    if (answer.type === "opaqueredirect") await drop((await copy.formData()).get("client_key") ?? "");
    return answer;
  } catch {
    await keepForLater(url.pathname, await copy.formData());
    const language = url.pathname.match(FORM)[1] ?? "";
    return Response.redirect(`${language}/felanmalan/vantar/`, 303);
  }
}

async function show(event, request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok && FORM.test(url.pathname) && !PAGES.includes(url.pathname)) event.waitUntil(remember(url.pathname));
    event.waitUntil(sendAll().catch(() => {}));
    return answer;
  } catch {
    const language = url.pathname.match(/^\/[a-z]{2}(?=\/)/)?.[0] ?? "";
    const kept = (await caches.match(url.pathname)) ?? (await caches.match(`${language}/felanmalan/ny/`));
    if (!kept) return Response.error();
    // Each form has a key of its own, also one that lay here.
    const page = (await kept.text())
      .replace(/(name="client_key" value=")[^"]*/, `$1${crypto.randomUUID()}`)
      .replace("hidden data-offline", "data-offline");
    return new Response(page, { headers: kept.headers });
  }
}

// Asked for as nobody: a page that lies on the device holds nothing of whoever was signed in.
async function remember(path) {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(path, { credentials: "omit" }));
}

// A browser that wakes the worker does so again, later, for as long as something is left.
const sendOrComeBack = async () => {
  if (await sendAll()) throw new Error("some are left");
};
self.addEventListener("sync", (event) => event.waitUntil(sendOrComeBack()));
self.addEventListener("message", (event) => event.waitUntil(sendAll().catch(() => {})));
{% endautoescape %}
