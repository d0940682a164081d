// Weights given by hand: how does what is typed stay as it was typed, however fast the hands and slow the answers?
import { refilter } from "./filter.js";
import { typed } from "./typed.js";

const PAUSE = 600; // after the last press of + or −
const RETRY = 5000; // after an answer that did not come
const FIELDS = "#weights input[data-was]";
const STEPS = { "+": 1, "=": 1, "＋": 1, "-": -1, "−": -1, "－": -1 };
const FRESH = ["state", "csrfmiddlewaretoken"]; // sent as they stand then, not as they stood when it was queued

const touched = new WeakSet(); // fields with something typed that is not stored yet, be it what they show
const queue = []; // what waits while another change is on its way
let sending = null;
let timer = null;

const fieldOf = (form) => form.querySelector("input[data-was]");
const isQuiet = () => !sending && !queue.length;
const isRefused = (input) => input.value === input.dataset.refused;
const isWhole = (input) => input.selectionStart === 0 && input.selectionEnd === input.value.length;
const isInUse = (element) => touched.has(element) || (element === document.activeElement && !isWhole(element));
const openFields = () => [...document.querySelectorAll(FIELDS)].filter((input) => touched.has(input));

// ---- one change after another
document.addEventListener("htmx:confirm", (event) => {
  const form = event.detail.elt;
  if (!form.matches("#weights form")) {
    return;
  }
  event.preventDefault();
  if (!event.detail.triggeringEvent) {
    return; // the sign-in dialog sends again; so do we, in our order
  }
  const values = new FormData(form, event.detail.triggeringEvent.submitter);
  FRESH.forEach((name) => values.delete(name));
  add({ form, values, issue: event.detail.issueRequest });
});

const says = (entry) => JSON.stringify([...entry.values]);

function add(entry) {
  const waiting = queue.findIndex(({ form }) => form === entry.form);
  if (waiting >= 0) {
    queue[waiting] = entry;
  } else if (sending?.form !== entry.form || says(sending) !== says(entry)) {
    queue.push(entry);
  }
  next();
}

function next() {
  clearTimeout(next.timer);
  while (!sending && queue.length) {
    const entry = queue.shift();
    if (!entry.form.isConnected) {
      continue;
    }
    sending = entry;
    entry.issue(true);
  }
  tell();
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!sending || event.detail.elt !== sending.form) {
    return;
  }
  for (const [name, value] of sending.values) {
    event.detail.parameters[name] = value;
  }
  if (sending.form.elements.state) {
    event.detail.parameters.state = document.getElementById("saved").dataset.state;
  }
});

let selected = null; // a field that is all selected before an answer, and shows the new number all selected after it
document.addEventListener("htmx:beforeSwap", (event) => {
  const used = document.activeElement;
  selected = used.matches(FIELDS) && !touched.has(used) && isWhole(used) ? used : null;
  if (!sending || event.detail.requestConfig.elt !== sending.form || event.detail.xhr.status !== 200) {
    return;
  }
  for (const input of sending.form.querySelectorAll("input:not([type=hidden])")) {
    if (input.value === sending.values.get(input.name) || sending.values.has("instead")) {
      touched.delete(input);
    }
  }
  if (sending.values.has("instead")) {
    settle(fieldOf(sending.form), sending.values.get("instead"));
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!sending || event.detail.requestConfig.elt !== sending.form) {
    return;
  }
  const entry = sending,
    { status } = event.detail.xhr;
  sending = null;
  if (selected && selected === document.activeElement) {
    selected.select();
  }
  if (status === 409) {
    queue.length = 0; // somebody else moved weights: nothing more is sent before they were seen
  }
  if (status === 401 || status === 0 || status >= 500) {
    queue.unshift(entry);
    tell("failed");
    if (status !== 401) {
      next.timer = setTimeout(next, RETRY);
    }
  } else {
    tell();
    setTimeout(next); // htmx lets go of the form only after this event
  }
  refilter();
});
window.addEventListener("online", next);
document.addEventListener("signed-in", next);
window.addEventListener("beforeunload", (event) => {
  if (queue.length || openFields().some((input) => input.form !== sending?.form)) {
    event.preventDefault();
  }
});

// ---- an answer brings the page up to date around the field in use, and what was refused stays explained
const EXPLAINED = ["aria-invalid", "data-refused", "aria-describedby"];
const isExplained = (input) => Boolean(input) && touched.has(input) && isRefused(input);

Object.assign(window.Idiomorph.defaults.callbacks, {
  beforeAttributeUpdated(name, element, change) {
    if (name === "value") {
      return !isInUse(element);
    }
    if (EXPLAINED.includes(name) && change === "remove" && element.matches(FIELDS)) {
      return !isExplained(element);
    }
    return name !== "open";
  },
  beforeNodeRemoved(node) {
    if (node.id?.startsWith("say-")) {
      return !isExplained(document.getElementById(node.id.replace("say-", "i-")));
    }
    return ![...(node.querySelectorAll?.("input:not([type=hidden])") ?? [])].some(isInUse);
  },
});

// ---- typing
function settle(input, text = input.dataset.was) {
  if (input.value !== text) {
    input.value = text;
  }
  touched.delete(input);
  if (text !== input.dataset.was || !("refused" in input.dataset)) {
    return;
  }
  EXPLAINED.forEach((name) => input.removeAttribute(name));
  document.getElementById(input.id.replace("i-", "say-"))?.remove();
}

function save(input, isAsked = false) {
  clearTimeout(timer);
  if (!input.isConnected) {
    return;
  }
  if (!touched.has(input)) {
    settle(input);
  } else if (isAsked || !isRefused(input)) {
    input.form.requestSubmit();
  }
}

function step(input, direction) {
  const now = typed(input.value);
  if (Number.isNaN(now)) {
    return;
  }
  input.value = String(Math.max(0, Math.round((now + direction * Number(input.dataset.by)) * 100) / 100));
  clearTimeout(timer);
  touched.add(input);
  if (input.value === input.dataset.was && isQuiet()) {
    settle(input); // there and back again
  } else {
    timer = setTimeout(() => save(input), PAUSE);
  }
  tell();
}

function move(input, by) {
  const fields = [...document.querySelectorAll(FIELDS)].filter((field) => field.offsetParent !== null);
  const other = fields[fields.indexOf(input) + by];
  other?.focus();
  return Boolean(other);
}

function putBack(input) {
  const waiting = queue.findIndex(({ form }) => form === input.form);
  if (waiting >= 0) {
    queue.splice(waiting, 1);
  }
  clearTimeout(timer);
  settle(input);
  input.select();
  tell();
}

document.addEventListener("input", (event) => {
  if (!event.target.closest?.("#weights")) {
    return;
  }
  touched.add(event.target);
  tell();
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(FIELDS) || event.isComposing || event.keyCode === 229) {
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const input = event.target;
  if (event.key === "Enter") {
    save(input, true);
    move(input, event.shiftKey ? -1 : 1);
  } else if (event.key === "ArrowDown") {
    move(input, 1);
  } else if (event.key === "ArrowUp") {
    move(input, -1);
  } else if (event.key === "Escape") {
    putBack(input);
  } else if (event.key in STEPS) {
    step(input, STEPS[event.key]);
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("#weights [data-step]");
  if (!button) {
    return;
  }
  event.preventDefault();
  const input = fieldOf(button.form);
  input.focus();
  step(input, Number(button.value) < 0 ? -1 : 1);
});

let left = null; // the field in use when the window lost the focus: coming back selects nothing
window.addEventListener("blur", () => {
  left = document.activeElement;
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(FIELDS) && target !== left) {
    target.select();
  }
  left = null;
});
document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.(FIELDS)) {
    save(target);
  }
});

// ---- "saved" is said only of what is stored
let stored = ""; // what the server said last of all that it has

function tell(failed = "") {
  const saved = document.getElementById("saved");
  if (!saved) {
    return;
  }
  if (!saved.dataset.s) {
    stored = saved.textContent;
  }
  const open = openFields();
  const state = failed || (sending || queue.length ? "saving" : "") || (open.some(isRefused) ? "failed" : "");
  const word = state || (open.length ? "typed" : "");
  saved.textContent = word ? saved.dataset[word] : stored || saved.textContent;
  if (word) {
    saved.dataset.s = word === "saving" ? "saving" : "off";
  } else {
    delete saved.dataset.s;
  }
}
tell();
