// A whole set of target weights: what do the fields sum to, and how does a pasted column fill them?
import { typed } from "./typed.js";

const form = document.getElementById("whole-set");
const fields = [...form.querySelectorAll("input[name^='p-']")];
const sum = document.getElementById("sum");
const toGo = document.getElementById("to-go");

const hundredths = (input) => Math.round(typed(input.value) * 100) || 0;
const text = (whole) => String(whole / 100);
const total = (inputs) => inputs.reduce((found, input) => found + hundredths(input), 0);

function show() {
  const all = total(fields),
    left = Number(sum.dataset.full) * 100 - all;
  sum.textContent = text(all);
  toGo.textContent = left ? (left > 0 ? toGo.dataset.more : toGo.dataset.less).replace("%s", text(Math.abs(left))) : "";
  form.querySelectorAll("tbody").forEach((part) => {
    part.querySelector("[data-part-sum]").textContent = text(total(fields.filter((input) => part.contains(input))));
  });
}

form.addEventListener("input", show);
form.addEventListener("focusin", ({ target }) => {
  if (fields.includes(target)) {
    target.select();
  }
});

form.addEventListener("keydown", (event) => {
  const at = fields.indexOf(event.target);
  if (at < 0 || event.isComposing || event.keyCode === 229) {
    return;
  }
  const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey) {
    return; // with Ctrl, Enter stores
  }
  event.preventDefault();
  fields[at + by]?.focus();
});

form.addEventListener("paste", (event) => {
  const at = fields.indexOf(event.target);
  const lines = event.clipboardData
    .getData("text")
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
  if (at < 0 || lines.length < 2) {
    return;
  }
  event.preventDefault();
  lines.slice(0, fields.length - at).forEach((line, place) => {
    fields[at + place].value = line.trim();
  });
  event.target.select();
  show();
});
show();
