// What every page gets when JavaScript is there. Nothing here is needed to use the portal.

const messages = document.getElementById("messages");

// A form is sent once: a second press while it is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  queueMicrotask(() => {
    if (!event.defaultPrevented) form.setAttribute("aria-busy", "true");
  });
});

const release = () => document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);

// What went wrong is read first.
document.querySelector("[data-focus-on-load]")?.focus();

// After a swap the focus goes where the fragment asks for it.
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.elt?.querySelector?.("[data-focus]")?.focus();
});

// "Too many" comes with words of its own, for the place of messages; the form stands as it was.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 429) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// A quickened request that fails says so; the page and its words are still there.
const failed = () => {
  if (!messages) return;
  const notice = document.createElement("p");
  notice.className = "notice warning";
  const words = document.createElement("span");
  words.textContent = messages.dataset.failed ?? "";
  notice.append(words);
  messages.replaceChildren(notice);
};
// Where what is written is kept without a network, that is what is said.
const unreachable = () => {
  const kept = navigator.serviceWorker?.controller && document.querySelector("[data-offline]");
  if (kept) kept.hidden = false;
  else failed();
};
document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);
document.addEventListener("htmx:responseError", failed);
