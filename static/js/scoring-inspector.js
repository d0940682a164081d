// What does the panel beside the grid show and change of the current cell?
import { isComposing } from "./scoring-keys.js";
import { words } from "./scoring-words.js";

export const template = (id) => document.getElementById(id)?.content;
export const pointsOf = (band) => {
  const [low, high] = band.split("-").map(Number);
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
};

export class Inspector {
  constructor(sheet, saving) {
    Object.assign(this, { sheet, saving, root: document.getElementById("inspector") });
    this.part = (name) => this.root.querySelector(`[data-part=${name}]`);
    this.why = this.root.querySelector("textarea");
    this.hint = this.part("hint").textContent;
    this.provenHint = this.part("proven").textContent;
    sheet.addEventListener("current", () => this.show());
    sheet.addEventListener("change", ({ detail }) => detail === sheet.current && this.update());
    saving.addEventListener("locked", () => this.update());
    this.listen();
    this.show();
  }

  listen() {
    this.part("bands").addEventListener("click", ({ target }) => this.pick(target.closest("button")));
    this.part("proof").addEventListener("click", ({ target }) => this.pickLevel(target.closest("[data-level]")));
    writing(this.why, this.sheet, this.saving, () => this.sheet.current);
    this.why.addEventListener("keydown", (event) => {
      const isDone = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
      if (isDone && !isComposing(event)) {
        event.preventDefault();
        this.leave();
      }
    });
  }

  // R: to the rationale; Escape: back to the cell, nothing dropped.
  write() {
    this.why.focus();
    this.why.setSelectionRange(this.why.value.length, this.why.value.length);
  }

  leave() {
    const cell = this.sheet.current;
    if (cell.awaitsReason) {
      this.sheet.revert(cell);
    }
    this.saving.send(cell);
    cell.element.focus();
  }

  // A band opens its numbers; only a number is a score.
  pick(button) {
    if (!button) {
      return;
    }
    const { current } = this.sheet,
      { points } = button.dataset;
    if (points) {
      this.sheet.edit(current, { score: Number(points), na: false });
    } else {
      this.openBand(button.closest("li"));
    }
  }

  openBand(item) {
    this.opened = this.opened === item ? null : item;
    this.update();
    if (this.opened) {
      item.querySelector("[data-points]").focus();
    }
  }

  pickLevel(button) {
    if (!button || button.disabled) {
      return;
    }
    const { current } = this.sheet;
    this.sheet.edit(current, { level: current.value.level === button.dataset.level ? "none" : button.dataset.level });
  }

  // Another cell: its criterion, vendor, anchors and known facts.
  show() {
    const { current } = this.sheet,
      rubric = template(`rubric-${current.row.code}`);
    for (const [name, tag] of [
      ["name", "h2"],
      ["question", "p"],
    ]) {
      this.part(name).replaceChildren(...copies(rubric?.querySelector(tag)));
    }
    this.part("vendor").replaceChildren(current.column.element.querySelector(".t-v").cloneNode(true));
    this.opened = null;
    this.part("bands").replaceChildren(...(rubric ? [rubric.querySelector("ul").cloneNode(true)] : []));
    this.part("bands")
      .querySelectorAll("li")
      .forEach((item) => item.append(numbers(item.dataset.band)));
    const known = template(`known-${current.row.code}-${current.vendor}`);
    this.part("known").replaceChildren(...(known ? [known.cloneNode(true)] : []));
    this.part("facts").hidden = !known;
    for (const name of ["scale", "proof", "reason"]) {
      this.part(name).hidden = current.isAuto;
    }
    this.update();
  }

  // The same cell with another value.
  update() {
    const { current, isOpen } = this.sheet;
    const { value } = current;
    this.part("bands")
      .querySelectorAll("li")
      .forEach((item) => {
        const isCurrent = value.score !== null && pointsOf(item.dataset.band).includes(value.score);
        const isShown = isOpen && (isCurrent || item === this.opened);
        item.toggleAttribute("aria-current", isCurrent);
        item.querySelector(".btns").hidden = !isShown;
        item.querySelector("button").setAttribute("aria-expanded", String(isShown));
        item.querySelectorAll("button").forEach((button) => {
          button.disabled = !isOpen;
        });
        pressPoints(item, value);
      });
    pressLevels(this.root, current, isOpen);
    if (document.activeElement !== this.why || this.why.dataset.of !== current.name) {
      this.why.value = value.why;
    }
    this.why.dataset.of = current.name;
    this.why.readOnly = !isOpen;
    this.part("hint").textContent = current.awaitsReason ? words.whyNotApplicable : this.hint;
    this.part("proven").textContent = current.isProven ? words.proven : this.provenHint;
    this.part("fault").hidden = !current.fault;
    this.part("fault").textContent = current.fault;
  }
}

export function numbers(band) {
  const buttons = document.createElement("span");
  buttons.className = "btns";
  buttons.append(
    ...pointsOf(band).map((points) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: points });
      button.dataset.points = points;
      return button;
    }),
  );
  return buttons;
}

export function pressPoints(root, { score }) {
  root.querySelectorAll("[data-points]").forEach((button) => {
    button.setAttribute("aria-pressed", String(score === Number(button.dataset.points)));
  });
}

const copies = (node) => (node ? [...node.cloneNode(true).childNodes] : []);

export function pressLevels(root, cell, isOpen) {
  root.querySelectorAll("[data-level]").forEach((button) => {
    const { level } = button.dataset;
    button.setAttribute("aria-pressed", String(level === cell.level));
    button.disabled = !isOpen || cell.isProven || level === "poc";
  });
}

// Typing into a rationale is one step to undo; what an input method still composes is not text yet.
export function writing(field, sheet, saving, cellOf) {
  let cell = null,
    before = null,
    isComposing = false;
  const take = () => isComposing || sheet.edit(cell, { why: field.value }, { isStep: false });
  field.addEventListener("focus", () => {
    cell = cellOf();
    before = cell.value;
    saving.send(cell);
  });
  field.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  field.addEventListener("compositionend", () => {
    isComposing = false;
    take();
  });
  field.addEventListener("input", take);
  field.addEventListener("blur", () => {
    isComposing = false;
    take();
    if (cell.value.why !== before.why) {
      sheet.remember(cell, before);
    }
    saving.send(cell);
  });
}
