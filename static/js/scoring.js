// The scoring sheet: grid, panel, phone and saving work on the same cells.
import { Grid } from "./scoring-grid.js";
import { Inspector } from "./scoring-inspector.js";
import { Phone } from "./scoring-phone.js";
import { Saving } from "./scoring-saving.js";
import { Sheet } from "./scoring-sheet.js";
import { announce, counted, fill, words } from "./scoring-words.js";

const root = document.getElementById("sheet");
const sheet = new Sheet(root);
// Shows the panel and the phone, so before them.
document.documentElement.dataset.sheet = sheet.isOpen ? "open" : "read";
const saving = new Saving(sheet);
const inspector = new Inspector(sheet, saving);
const grid = new Grid(sheet, { write: () => inspector.write() });
const phone = new Phone(sheet, saving);
const wide = matchMedia("(min-width: 900px)");
wide.addEventListener("change", () => (wide.matches ? grid.goToCell(sheet.current) : phone.showCurrent()));
if (sheet.isOpen && wide.matches && document.activeElement === document.body && !location.hash) {
  grid.goToCell(sheet.current);
}

// ---- category rows stick below the head, however high it is
const head = root.querySelector(".t-grid__head");
new ResizeObserver(() => root.style.setProperty("--head", `${head.offsetHeight}px`)).observe(head);

// ---- the filter in the top bar
const filter = document.querySelector("[data-filter]");
filter.addEventListener("input", () => grid.filter(filter.value));
filter.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) {
    return;
  }
  if (event.key === "Escape") {
    filter.value = "";
    grid.filter("");
  }
  if (event.key === "Enter" || event.key === "Escape") {
    event.preventDefault();
    (event.key === "Enter" ? grid.firstShown() : sheet.current)?.element.focus();
  }
});

// ---- a conflict: yours, what is stored, and three ways on
const dialog = document.getElementById("conflict");
let disputed = null;
saving.addEventListener("conflict", ({ detail }) => {
  if (dialog.open) {
    return;
  }
  disputed = detail;
  dialog.firstElementChild.replaceChildren(...disputed.conflict.cloneNode(true).childNodes);
  dialog.showModal();
});
dialog.addEventListener("click", ({ target }) => {
  const { choose } = target.dataset;
  if (!choose) {
    return;
  }
  if (choose !== "later") {
    saving.resolve(disputed, choose);
  }
  dialog.close();
});
dialog.addEventListener("close", () => {
  if (wide.matches) {
    disputed.element.focus();
  }
});

// ---- undo says what it did
const toast = document.getElementById("scoring-toast");
let timer;
sheet.addEventListener("undone", ({ detail: { cell, isRedo } }) => {
  const text = fill(isRedo ? words.redone : words.undone, `${cell.name}${words.comma}${cell.points}`);
  toast.textContent = text;
  toast.hidden = false;
  announce(text);
  clearTimeout(timer);
  timer = setTimeout(() => {
    toast.hidden = true;
  }, 4000);
});

// ---- handing in waits for what is still on its way
document.querySelectorAll("[data-submit]").forEach((form) =>
  form.addEventListener("submit", async (event) => {
    if (saving.unsaved.length === 0) {
      return;
    }
    event.preventDefault();
    if (await saving.settled()) {
      form.submit();
    }
  }),
);

// ---- the round closed while the page was open: how many cells were kept, what was not, and what follows
saving.addEventListener("locked", ({ detail: refused }) => {
  document.documentElement.dataset.sheet = "read";
  delete root.dataset.open;
  document.querySelectorAll("[data-submit], [data-closing]").forEach((element) => element.remove());
  const note = document.getElementById("locked").content.cloneNode(true);
  note.querySelector("[data-kept]").textContent = counted(words.kept, sheet.mine.length - sheet.toGo);
  const list = note.querySelector("[data-refused]");
  refused.forEach((text) => {
    const item = document.createElement("li");
    item.textContent = fill(words.notKept, text);
    list.append(item);
  });
  document.getElementById("notices").replaceChildren(note);
});
