// Moving weights by hand: arrows and buttons change the number, a pause or leaving the field saves it.
const PAUSE = 600;
const form = (input) => input.form;
const fields = "#weights input[data-was]";
let timer = null;
let busy = false;
let later = new Map(); // typed while another weight was being saved, or refused before: id → [text, refused]

const changed = (input) => input.value.trim() !== input.dataset.was;
const refused = (input) => input.value === input.dataset.refused;

function step(input, direction) {
  const by = Number(input.dataset.by);
  const now = Number(input.value.replace(",", ""));
  if (input.readOnly || Number.isNaN(now)) return;
  input.value = String(Math.max(0, Math.round((now + direction * by) * 100) / 100));
  input.closest("tr").classList.toggle("on", changed(input));
  clearTimeout(timer);
  timer = setTimeout(() => save(input), PAUSE);
}

function save(input) {
  clearTimeout(timer);
  if (!input.isConnected || !changed(input) || refused(input)) return;
  if (busy) later.set(input.id, [input.value]);
  else form(input).requestSubmit();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#weights [data-step]");
  if (!button) return;
  event.preventDefault();
  const input = form(button).elements.points;
  input.focus();
  step(input, Number(button.value) < 0 ? -1 : 1);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(fields) || event.isComposing) return;
  const input = event.target;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") { event.preventDefault(); step(input, event.key === "ArrowUp" ? 1 : -1); }
  if (event.key === "Escape") { clearTimeout(timer); input.value = input.dataset.was; input.removeAttribute("aria-invalid"); input.select(); }
});
document.addEventListener("focusin", (event) => { if (event.target.matches?.(fields)) event.target.select(); });
document.addEventListener("focusout", (event) => { if (event.target.matches?.(fields)) save(event.target); });

// ---- while a change is on its way nothing typed elsewhere is lost
const mark = (state) => {
  const saved = document.getElementById("saved");
  if (!saved) return;
  saved.dataset.s = state;
  saved.textContent = state === "saving" ? saved.dataset.saving : saved.dataset.failed;
};
const isOurs = (event) => event.detail.target?.id === "weights";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isOurs(event)) return;
  if (busy) { event.preventDefault(); return; }
  busy = true;
  mark("saving");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isOurs(event)) return;
  const sent = event.detail.requestConfig?.elt?.elements?.points?.id;
  document.querySelectorAll(fields).forEach((input) => { if (input.id !== sent && changed(input)) later.set(input.id, [input.value, input.dataset.refused]); });
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "weights" && event.target.id !== "weights") return;
  busy = false;
  filterRows();
  const waiting = later;
  later = new Map();
  for (const [id, [text, refusedBefore]] of waiting) {
    const input = document.getElementById(id);
    if (!input || input.readOnly) continue;
    input.value = text;
    if (refusedBefore) { input.dataset.refused = refusedBefore; input.setAttribute("aria-invalid", "true"); }
    if (document.activeElement !== input) save(input);
  }
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => { if (isOurs(event)) { busy = false; mark("off"); } });
}

// ---- filter by name
const filter = document.querySelector("[data-filter][data-rows]");
function filterRows() {
  if (!filter) return;
  const wanted = filter.value.trim().toLowerCase();
  let shown = 0;
  document.querySelectorAll(`${filter.dataset.rows} > [data-name]`).forEach((row) => {
    row.hidden = Boolean(wanted) && !row.dataset.name.toLowerCase().includes(wanted);
    shown += !row.hidden;
  });
  const none = document.getElementById("no-row");
  if (none) none.hidden = shown > 0;
}
filter?.addEventListener("input", filterRows);
filter?.addEventListener("keydown", (event) => { if (event.key === "Escape") { filter.value = ""; filterRows(); } });
