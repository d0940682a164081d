// How does the keyboard move through the grid, and what do its keys change?
import { LEVELS } from "./scoring-cells.js";
import { keyOf } from "./scoring-keys.js";
import { announce, fill, words } from "./scoring-words.js";

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Grid {
  constructor(sheet, { write }) {
    Object.assign(this, { sheet, write, one: null });
    this.element = sheet.root.querySelector("[role=grid]");
    this.hasLetters = document.documentElement.dataset.keys !== "off";
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusin", ({ target }) => this.focused(target));
    this.element.addEventListener("focusout", ({ target }) => {
      if (target !== document.activeElement) {
        this.forgetOne();
      }
    });
    this.element.addEventListener("click", ({ target }) => this.clicked(target));
    sheet.addEventListener("current", ({ detail }) => this.mark(detail.cell));
    this.rove(sheet.current.element);
    this.mark(sheet.current);
  }

  // ---- where we are
  rove(element) {
    this.element.querySelectorAll("[tabindex='0']").forEach((other) => {
      other.tabIndex = -1;
    });
    element.tabIndex = 0;
  }

  focused(target) {
    const cell = this.sheet.cellOf(target);
    if (cell) {
      this.sheet.makeCurrent(cell);
    }
    if (cell || target.matches("[aria-expanded]")) {
      this.rove(target);
    }
  }

  mark(cell) {
    this.element.querySelectorAll("[data-on]").forEach((other) => other.removeAttribute("data-on"));
    this.element.querySelectorAll(".on").forEach((row) => row.classList.remove("on"));
    cell.element.dataset.on = "";
    cell.row.element.classList.add("on");
  }

  clicked(target) {
    const head = target.closest("[aria-expanded]");
    if (head) {
      this.toggle(this.sheet.categories.find((category) => category.head === head));
    }
  }

  // ---- categories
  isExpanded(category) {
    return category.head.getAttribute("aria-expanded") === "true";
  }

  toggle(category, open = !this.isExpanded(category)) {
    category.head.setAttribute("aria-expanded", String(open));
    category.rows.forEach((row) => {
      row.element.hidden = !open;
    });
    announce(fill(open ? words.opened : words.collapsed, category.name || category.head.textContent.trim()));
  }

  // A stop is a visible row with cells, or the head of a collapsed category.
  stops() {
    return this.sheet.categories
      .filter(({ element }) => !element.hidden)
      .flatMap((category) =>
        this.isExpanded(category) ? category.rows.filter((row) => row.cells.length && !row.element.hidden) : [category],
      );
  }

  go(stop, column) {
    if (!stop) {
      return;
    }
    const target = stop.cells ? stop.cells[Math.min(column, stop.cells.length - 1)].element : stop.head;
    target.focus();
  }

  goToCell(cell) {
    const category = this.sheet.categoryOf(cell);
    if (!this.isExpanded(category)) {
      this.toggle(category, true);
    }
    cell.element.focus();
  }

  // ---- keys
  key(event) {
    const key = keyOf(event);
    if (!key || event.altKey) {
      return;
    }
    const cell = this.sheet.cellOf(event.target);
    const category = this.sheet.categories.find(({ head }) => head === event.target);
    const isTaken =
      event.ctrlKey || event.metaKey
        ? this.command(key, event.shiftKey)
        : cell
          ? this.move(key, cell) || this.change(key, event.shiftKey, cell)
          : category && this.onHead(key, category);
    if (isTaken) {
      event.preventDefault();
    }
  }

  command(key, shift) {
    const all = this.sheet.cells.filter((cell) => !cell.row.element.hidden);
    if (key === "Home") {
      all[0].element.focus();
    } else if (key === "End") {
      all.at(-1).element.focus();
    } else if (key === "Z" || key === "Y") {
      this.undo(shift || key === "Y");
    } else {
      return false;
    }
    return true;
  }

  undo(isRedo) {
    this.forgetOne();
    const cell = isRedo ? this.sheet.redo() : this.sheet.undo();
    if (!cell) {
      return;
    }
    this.goToCell(cell);
    this.sheet.dispatchEvent(new CustomEvent("undone", { detail: { cell, isRedo } }));
  }

  move(key, cell) {
    const stops = this.stops(),
      at = stops.indexOf(cell.row),
      column = cell.row.cells.indexOf(cell);
    if (key in ARROWS) {
      const [down, right] = ARROWS[key];
      if (down) {
        this.go(stops[at + down], column);
      } else {
        cell.row.cells[column + right]?.element.focus();
      }
    } else if (key === "Home") {
      this.go(cell.row, 0);
    } else if (key === "End") {
      this.go(cell.row, Infinity);
    } else if (key === "PageUp" || key === "PageDown") {
      this.goToCategory(this.sheet.categoryOf(cell), key === "PageDown" ? 1 : -1, column);
    } else if (key === "Enter") {
      this.accept(cell, column);
    } else {
      return false;
    }
    return true;
  }

  goToCategory(from, by, column) {
    const shown = this.sheet.categories.filter(({ element }) => !element.hidden);
    const category = shown[shown.indexOf(from) + by];
    if (category) {
      this.go(this.isExpanded(category) ? category.rows.find((row) => row.cells.length) : category, column);
    }
  }

  accept(cell, column) {
    const next = cell.row.cells[column + 1] ?? this.sheet.mine[this.sheet.mine.indexOf(cell) + 1];
    if (next) {
      this.goToCell(next);
    }
  }

  onHead(key, category) {
    const stops = this.stops(),
      at = stops.indexOf(category);
    const isOpening = key === "ArrowRight" || key === "Enter" || key === " " || (key === "C" && this.hasLetters);
    if (isOpening && !this.isExpanded(category)) {
      this.toggle(category, true);
      this.go(
        category.rows.find((row) => row.cells.length),
        0,
      );
    } else if (key === "ArrowLeft" || key === "Enter" || key === " ") {
      this.toggle(category, false);
    } else if (key === "ArrowUp" || key === "ArrowDown") {
      this.go(stops[at + (key === "ArrowDown" ? 1 : -1)] ?? category, 0);
    } else if (key === "PageUp" || key === "PageDown") {
      this.goToCategory(category, key === "PageDown" ? 1 : -1, 0);
    } else if (key === "N" && this.hasLetters) {
      this.nextEmpty(category.rows[0]?.cells[0], 1);
    } else {
      return false;
    }
    return true;
  }

  change(key, shift, cell) {
    if (this.hasLetters && key === "C") {
      return this.collapse(cell);
    }
    if (this.hasLetters && key === "N") {
      return this.nextEmpty(cell, shift ? -1 : 1);
    }
    if (this.hasLetters && key === "R" && !cell.isAuto) {
      return this.write(cell) ?? true;
    }
    if (key === "Escape" || key === "Backspace" || key === "Delete") {
      this.forgetOne();
    }
    if (key === "Escape") {
      return this.putBack(cell);
    }
    if (!this.sheet.isOpen) {
      return false;
    }
    if (cell.isAuto) {
      const isMark = /^[0-9EXR]$/.test(key);
      if (isMark) {
        announce(words.computed);
      }
      return isMark;
    }
    if (/^[0-9]$/.test(key)) {
      return this.score(cell, key);
    }
    if (key === "Backspace" || key === "Delete") {
      return this.sheet.edit(cell, { score: null, na: false }) ?? true;
    }
    if (this.hasLetters && key === "E") {
      return this.grade(cell, shift ? -1 : 1);
    }
    if (this.hasLetters && key === "X") {
      return this.waive(cell);
    }
    return false;
  }

  // In one stay in a cell 1 and then 0 is 10, after any pause, and one step to undo.
  score(cell, digit) {
    const one = digit === "0" && this.one?.cell === cell && cell.value.score === 1 ? this.one : null;
    const isSameStep = Boolean(one?.step) && one.step === this.sheet.done.at(-1);
    this.forgetOne();
    this.sheet.edit(cell, { score: one ? 10 : Number(digit), na: false }, { isStep: !isSameStep });
    if (isSameStep) {
      one.step.after = cell.value;
    }
    if (digit === "1") {
      this.rememberOne(cell);
    }
    return true;
  }

  rememberOne(cell) {
    const last = this.sheet.done.at(-1);
    this.one = { cell, step: last?.cell === cell && last.after === cell.value ? last : null };
    const hint = document.createElement("span");
    hint.className = "t-cell__hint";
    hint.textContent = words.ten;
    cell.element.append(hint);
    announce(words.ten);
  }

  forgetOne() {
    this.one?.cell.element.querySelector(".t-cell__hint")?.remove();
    this.one = null;
  }

  grade(cell, by) {
    if (cell.isProven) {
      return announce(words.proven) ?? true;
    }
    const level = LEVELS[Math.max(0, Math.min(LEVELS.length - 1, LEVELS.indexOf(cell.value.level) + by))];
    this.sheet.edit(cell, { level });
    announce(words.levels[level]);
    return true;
  }

  waive(cell) {
    this.forgetOne();
    this.sheet.edit(cell, { score: null, na: !cell.value.na });
    if (cell.awaitsReason) {
      announce(words.whyNotApplicable);
      this.write(cell);
    }
    return true;
  }

  putBack(cell) {
    if (cell.isDirty && !cell.request) {
      this.sheet.revert(cell);
    }
    return true;
  }

  collapse(cell) {
    const category = this.sheet.categoryOf(cell);
    this.toggle(category, false);
    category.head.focus();
    return true;
  }

  nextEmpty(cell, by) {
    const { mine } = this.sheet,
      at = mine.indexOf(cell);
    const ordered =
      by > 0
        ? [...mine.slice(at + 1), ...mine.slice(0, at)]
        : [...mine.slice(0, Math.max(at, 0)).reverse(), ...mine.slice(at + 1).reverse()];
    const found = ordered.find((other) => other.lacks === "score") ?? (cell?.lacks === "score" ? cell : null);
    if (found) {
      this.goToCell(found);
    } else {
      announce(words.allScored);
    }
    return true;
  }

  // ---- only the criteria that are looked for
  filter(text) {
    const wanted = text.trim().toLowerCase();
    this.sheet.categories.forEach((category) => {
      const found = category.rows.filter((row) => `${row.name} ${row.code}`.toLowerCase().includes(wanted));
      category.element.hidden = wanted !== "" && found.length === 0;
      category.rows.forEach((row) => {
        row.element.hidden = wanted ? !found.includes(row) : !this.isExpanded(category);
      });
    });
  }

  firstShown() {
    return this.sheet.cells.find((cell) => !cell.row.element.hidden);
  }
}
