// Which cells does the sheet have, which is current, and what was changed?
import { Cell, same } from "./scoring-cells.js";
import { counted, words } from "./scoring-words.js";

const MOST_STEPS = 100;

export class Sheet extends EventTarget {
  constructor(root) {
    super();
    this.root = root;
    this.isOpen = "open" in root.dataset;
    this.columns = [...root.querySelectorAll("[data-column]")].map((element) => ({
      element,
      name: element.querySelector(".t-v span").textContent,
    }));
    this.rows = [...root.querySelectorAll(".t-grid__row")].map((element) => this.readRow(element));
    this.categories = [...root.querySelectorAll(".t-grid__cat")].map((element) => this.readCategory(element));
    this.cells = this.rows.flatMap((row) => row.cells);
    this.mine = this.cells.filter((cell) => !cell.isAuto);
    this.done = [];
    this.undone = [];
    this.current = this.mine.find((cell) => cell.lacks === "score") ?? this.mine[0];
  }

  readRow(element) {
    const row = {
      element,
      code: element.dataset.criterion,
      category: element.dataset.category,
      name: element.querySelector("b").textContent,
    };
    row.cells = [...element.querySelectorAll(".t-cell[data-v]")].map(
      (cell, index) => new Cell(cell, row, this.columns[index]),
    );
    return row;
  }

  readCategory(element) {
    const code = element.dataset.category;
    const name = element.querySelector(".name")?.textContent ?? "";
    return {
      element,
      code,
      name,
      head: element.firstElementChild,
      rows: this.rows.filter((row) => row.category === code),
    };
  }

  cellOf(element) {
    return this.cells.find((cell) => cell.element === element);
  }
  categoryOf(cell) {
    return this.categories.find((category) => category.code === cell.row.category);
  }

  makeCurrent(cell) {
    const before = this.current;
    this.current = cell;
    this.dispatchEvent(new CustomEvent("current", { detail: { cell, before } }));
  }

  // Change a cell; what it was can be put back.
  edit(cell, change, { isStep = true } = {}) {
    if (!this.isOpen || cell.isAuto) {
      return;
    }
    const before = cell.value;
    cell.value = { ...before, ...change };
    if (same(before, cell.value)) {
      return;
    }
    if (isStep) {
      this.remember(cell, before);
    }
    cell.fault = "";
    this.changed(cell);
    this.dispatchEvent(new CustomEvent("edit", { detail: cell }));
  }

  remember(cell, before) {
    this.done.push({ cell, before, after: cell.value });
    if (this.done.length > MOST_STEPS) {
      this.done.shift();
    }
    this.undone = [];
  }

  undo() {
    return this.step(this.done, this.undone, "before");
  }
  redo() {
    return this.step(this.undone, this.done, "after");
  }

  step(from, to, side) {
    const step = from.pop();
    if (!step) {
      return null;
    }
    to.push(step);
    this.edit(step.cell, step[side], { isStep: false });
    return step.cell;
  }

  revert(cell) {
    cell.value = cell.stored;
    cell.fault = "";
    this.done = this.done.filter((step) => step.cell !== cell);
    this.changed(cell);
  }

  changed(cell) {
    cell.draw();
    this.count();
    this.dispatchEvent(new CustomEvent("change", { detail: cell }));
  }

  get toGo() {
    return this.mine.filter((cell) => cell.lacks === "score").length;
  }
  get unexplained() {
    return this.mine.filter((cell) => cell.lacks === "rationale").length;
  }

  get share() {
    return `${Math.round((100 * (this.mine.length - this.toGo)) / this.mine.length)}%`;
  }

  count() {
    const given = (cells) => `${cells.filter((cell) => cell.isGiven).length}/${cells.length}`;
    const show = (place, text) => {
      if (place) {
        place.textContent = text;
      }
    };
    const rail = document.querySelector(".t-journey [aria-current] small");
    if (/^\d+\/\d+$/.test(rail?.textContent)) {
      show(rail, given(this.mine));
      rail.closest("a").querySelector(".t-st").style.setProperty("--p", this.share);
    }
    document.querySelectorAll("[data-count=all]").forEach((place) => show(place, given(this.mine)));
    document.querySelectorAll("[data-bar]").forEach((bar) => bar.style.setProperty("--w", this.share));
    this.columns.forEach((column) =>
      show(column.element.querySelector("[data-count]"), given(this.mine.filter((cell) => cell.column === column))),
    );
    this.categories.forEach(({ element, rows }) => {
      const cells = rows.flatMap((row) => row.cells);
      show(element.querySelector("[data-count]"), given(cells));
      element.querySelector("[data-done]")?.toggleAttribute(
        "hidden",
        cells.some((cell) => !cell.isGiven),
      );
    });
    this.showSubmit();
  }

  showSubmit() {
    const { toGo, unexplained } = this;
    document.querySelectorAll("[data-submit] button").forEach((button) => {
      button.disabled = toGo + unexplained > 0;
      button.textContent = toGo
        ? counted(words.cellsToGo, toGo)
        : unexplained
          ? counted(words.rationalesToGo, unexplained)
          : words.submit;
    });
  }
}
