// What does a cell of the sheet hold, what does it lack, and how does it look?
import { counted, words } from "./scoring-words.js";

export const LEVELS = ["none", "claimed", "documented", "demonstrated", "reference"];
const STRENGTHS = [...LEVELS, "poc"];
const sprite = document.querySelector("svg.ic use")?.getAttribute("href").split("#")[0];

export const same = (a, b) => a.score === b.score && a.na === b.na && a.level === b.level && a.why === b.why;
const read = ({ score, na, level, why }) => ({
  score: score === "" ? null : Number(score),
  na: na !== undefined,
  level,
  why: why ?? "",
});

export class Cell {
  constructor(element, row, column) {
    Object.assign(this, {
      element,
      row,
      column,
      vendor: element.dataset.v,
      isAuto: "auto" in element.dataset,
      fault: "",
      conflict: null,
    });
    this.accept(element);
    this.value = this.stored;
  }

  // What the server says that it stored.
  accept(element) {
    this.stored = read(element.dataset);
    this.version = Number(element.dataset.version);
    this.isProven = "proven" in element.dataset;
  }

  get name() {
    return `${this.row.name} · ${this.column.name}`;
  }
  get level() {
    return this.isProven ? "poc" : this.value.level;
  }
  get isGiven() {
    return this.value.score !== null || (this.value.na && !this.awaitsReason);
  }
  get isDirty() {
    return !this.isAuto && !same(this.value, this.stored);
  }
  get awaitsReason() {
    return this.value.na && !this.value.why.trim();
  }

  get lacks() {
    const { score, level, why } = this.value;
    if (!this.isGiven) {
      return "score";
    }
    const demands = score !== null && (score < 4 || score > 8 || (score >= 7 && STRENGTHS.indexOf(level) < 2));
    return demands && !why.trim() ? "rationale" : "";
  }

  get state() {
    if (this.fault || this.conflict) {
      return "err";
    }
    if (this.value.na) {
      return "na";
    }
    if (this.value.score === null) {
      return "empty";
    }
    return this.lacks || this.level === "none" ? "need" : "";
  }

  get points() {
    if (this.value.na) {
      return words.notApplicable;
    }
    return this.value.score === null ? words.noScore : counted(words.points, this.value.score);
  }

  get label() {
    const parts = [this.name, this.points];
    if (this.isGiven || this.level !== "none") {
      parts.push(words.levels[this.level]);
    }
    if (this.value.why.trim()) {
      parts.push(words.written);
    } else if (this.lacks === "rationale") {
      parts.push(words.missing);
    }
    if (this.fault) {
      parts.push(this.fault);
    }
    return parts.join(words.comma);
  }

  draw() {
    const { element, value } = this;
    element.dataset.st = this.state;
    element.querySelector("b").textContent = value.score ?? "–";
    element.style.setProperty("--s", value.score ?? 0);
    element.setAttribute("aria-label", this.label);
    element.querySelector(".mk").replaceChildren(...this.marks());
  }

  marks() {
    const marks = [];
    if (this.state === "err") {
      marks.push(icon("x"));
    }
    if (this.state === "need") {
      marks.push(icon("warn"));
    }
    if (this.value.why.trim()) {
      marks.push(icon("note"));
    }
    if (this.isGiven || this.level !== "none") {
      marks.push(strokes(this.level));
    }
    return marks;
  }
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ic");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", `${sprite}#i-${name}`);
  return svg;
}

function strokes(level) {
  const mark = document.createElement("span");
  mark.className = "t-ev t-ev--only";
  mark.dataset.n = STRENGTHS.indexOf(level);
  mark.title = words.levels[level];
  mark.append(document.createElement("i"), document.createElement("span"));
  mark.lastChild.textContent = words.levels[level];
  return mark;
}
