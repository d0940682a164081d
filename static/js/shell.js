// What every page does: theme, phone menu, help, copying, signing in again, and true words when a request fails.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

// ---- the shell's own buttons
document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-toggle]");
  const menu = event.target.closest("[data-menu-toggle]");
  const copy = event.target.closest("[data-copy]");
  if (theme) {
    switchTheme(theme.dataset.themeToggle);
  }
  if (menu) {
    toggleMenu(menu);
  } else if (!event.target.closest("#rail")) {
    closeMenu();
  }
  if (copy) {
    copyText(copy);
  }
  if (event.target.closest("[data-help]")) {
    byId("help").showModal();
  }
});

function switchTheme(url) {
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  document.dispatchEvent(new CustomEvent("theme-changed", { detail: root.dataset.bsTheme }));
  fetch(url, { method: "POST", headers: headers(), body: new URLSearchParams({ theme: root.dataset.bsTheme }) });
}

function toggleMenu(button) {
  const open = byId("rail").toggleAttribute("data-open");
  button.setAttribute("aria-expanded", String(open));
  if (open) {
    byId("rail").querySelector("a").focus();
  }
}

function closeMenu() {
  byId("rail").removeAttribute("data-open");
  document.querySelector("[data-menu-toggle]").setAttribute("aria-expanded", "false");
}

async function copyText(button) {
  const field = byId(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  button.lastChild.textContent = byId("alerts").dataset.copied;
}
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
});

// ---- keys
const typing = (element) =>
  element.closest(
    "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
  );
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) {
    return;
  }
  if (event.key === "Escape" && byId("rail").hasAttribute("data-open")) {
    closeMenu();
    document.querySelector("[data-menu-toggle]").focus();
  }
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    typing(event.target) ||
    document.querySelector("dialog[open]") ||
    root.dataset.keys === "off"
  ) {
    return;
  }
  const filter = event.key === "/" && document.querySelector("[data-filter]");
  if (event.key === "?") {
    event.preventDefault();
    byId("help").showModal();
  }
  if (filter) {
    event.preventDefault();
    filter.focus();
    filter.select?.();
  }
});
document.querySelector(".t-stages [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// ---- asking first: a button with data-dialog="id" opens that dialog instead of sending its form
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    byId(opener.dataset.dialog).showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// ---- a chosen file takes seconds to be read: say so, and let nobody send it twice
const isReading = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  const note = target.querySelector("[data-reading]");
  if (!note || defaultPrevented || !isReading(target)) {
    return;
  }
  note.textContent = note.dataset.reading;
  // Later: a button that is out of use does not say which one it was.
  setTimeout(() => {
    submitter.setAttribute("aria-busy", "true");
    target.querySelectorAll("button").forEach((button) => {
      button.disabled = true;
    });
  });
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) {
    return;
  }
  document.querySelectorAll("[data-reading]").forEach((note) => {
    note.textContent = "";
    note
      .closest("form")
      .querySelectorAll("button")
      .forEach((button) => {
        button.disabled = false;
      });
  });
});

// ---- words for requests that failed
export function alertText(text) {
  const note = document.createElement("div");
  note.className = "t-note t-note--bad";
  note.textContent = text;
  byId("alerts").replaceChildren(note);
  setTimeout(() => note.remove(), 12000);
}
const words = byId("alerts").dataset;
document.addEventListener("htmx:sendError", () => alertText(words.offline));
document.addEventListener("htmx:responseError", (event) => alertText(words[event.detail.xhr.status] || words.error));

// ---- a session that ended: sign in over the page, then send again what was refused
let waiting = [];
export function signInAgain(retry) {
  waiting.push(retry);
  const dialog = byId("sign-in-again");
  if (!dialog || dialog.open) {
    return;
  }
  dialog.showModal();
  window.htmx.ajax("GET", dialog.dataset.url, { target: "#sign-in-form", swap: "innerHTML" });
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (xhr.status !== 401) {
    return;
  }
  event.detail.isError = false;
  const { verb, path, elt, formData } = requestConfig;
  signInAgain(() =>
    window.htmx.ajax(verb.toUpperCase(), path, { source: elt, target, values: Object.fromEntries(formData) }),
  );
});
// A script with a queue of its own says so itself.
document.addEventListener("session-ended", (event) => signInAgain(event.detail.retry));
document.addEventListener("signed-in", (event) => {
  const { user, csrf } = event.detail;
  if (String(user) !== document.body.dataset.user) {
    return location.reload();
  }
  document.body.setAttribute("hx-headers", JSON.stringify({ ...headers(), "X-CSRFToken": csrf }));
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => {
    input.value = csrf;
  });
  byId("sign-in-again").close();
  byId("sign-in-form").replaceChildren();
  const retries = waiting;
  waiting = [];
  retries.forEach((retry) => retry());
});
byId("sign-in-again")?.addEventListener("close", () => {
  waiting = [];
});
