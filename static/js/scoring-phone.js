// How is a sheet filled on a phone: one criterion, one card a vendor, the anchors as buttons?
import { numbers, pressLevels, pressPoints, template, writing } from "./scoring-inspector.js";
import { counted, fill, words } from "./scoring-words.js";

export class Phone {
  constructor(sheet, saving) {
    Object.assign(this, { sheet, saving, root: document.getElementById("phone"), row: null });
    this.rows = sheet.rows.filter((row) => row.cells.some((cell) => !cell.isAuto));
    this.part = (name) => this.root.querySelector(`[data-part=${name}]`);
    this.cards = this.part("cards");
    this.list = document.getElementById("criteria");
    // A scroll of our own ends where it aims, however slow the phone; only a hand lands elsewhere.
    for (const touch of ["touchmove", "wheel"]) {
      this.cards.addEventListener(
        touch,
        () => {
          this.aim = null;
        },
        { passive: true },
      );
    }
    this.cards.addEventListener("scroll", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.swiped(), 120);
    });
    this.root.addEventListener("click", ({ target }) => this.clicked(target));
    sheet.addEventListener("change", ({ detail }) => this.update(detail));
    saving.addEventListener("locked", () => this.row.cells.forEach((cell) => this.update(cell)));
    this.showCurrent();
  }

  showCurrent() {
    const { current, mine } = this.sheet,
      cell = current.isAuto ? mine[0] : current;
    this.show(cell.row, cell.row.cells.indexOf(cell));
  }

  get place() {
    return this.row.cells.indexOf(this.sheet.current);
  }

  clicked(target) {
    const go = target.closest("[data-go]")?.dataset.go;
    const jump = target.closest("[data-jump]")?.dataset.jump;
    if (go === "on") {
      this.on();
    }
    if (go === "back") {
      this.show(this.rows[this.rows.indexOf(this.row) - 1], 0);
    }
    if (jump) {
      this.list.close();
      this.show(
        this.rows.find((row) => row.code === jump),
        0,
      );
    }
    if (target.closest("[data-list]")) {
      this.openList();
    }
  }

  on() {
    const next = this.rows[this.rows.indexOf(this.row) + 1];
    if (this.place + 1 < this.row.cells.length) {
      this.swipeTo(this.place + 1);
    } else if (next) {
      this.show(next, 0);
    } else {
      this.finish();
    }
  }

  // The last step: hand in, or go where something is missing.
  finish() {
    const { mine, isOpen } = this.sheet,
      missing = mine.find((cell) => cell.lacks);
    if (!isOpen) {
      this.openList();
    } else if (missing) {
      this.show(missing.row, missing.row.cells.indexOf(missing));
    } else {
      document.querySelector("[data-submit]").requestSubmit();
    }
  }

  get lastStep() {
    const { toGo, unexplained, isOpen } = this.sheet;
    if (!isOpen) {
      return words.finish;
    }
    if (toGo) {
      return counted(words.fillCells, toGo);
    }
    return unexplained ? counted(words.fillRationales, unexplained) : words.submit;
  }

  show(row, place) {
    if (!row) {
      return;
    }
    const rubric = template(`rubric-${row.code}`),
      path = document.getElementById(`rubric-${row.code}`).dataset.path;
    this.row = row;
    this.part("path").textContent = path;
    this.part("name").replaceChildren(...rubric.querySelector("h2").cloneNode(true).childNodes);
    this.part("question").replaceChildren(...rubric.querySelector("p").cloneNode(true).childNodes);
    this.cards.replaceChildren(...row.cells.map((cell) => this.card(cell, rubric)));
    this.swipeTo(place, "instant");
  }

  card(cell, rubric) {
    const card = this.root.querySelector("template[data-part=card]").content.firstElementChild.cloneNode(true);
    const part = (name) => card.querySelector(`[data-part=${name}]`);
    card.setAttribute("aria-label", cell.column.name);
    part("vendor").replaceChildren(cell.column.element.querySelector(".t-v").cloneNode(true));
    part("tap").replaceChildren(...[...rubric.querySelectorAll("li")].map((item) => taps(item)));
    part("levels").replaceChildren(document.querySelector("#inspector .t-evpick").cloneNode(true));
    const known = template(`known-${cell.row.code}-${cell.vendor}`);
    if (known) {
      part("facts").hidden = false;
      part("facts").querySelector("ul").append(known.cloneNode(true));
    }
    cell.card = card;
    this.listen(cell, card, part);
    this.draw(cell);
    return card;
  }

  listen(cell, card, part) {
    const field = part("edit").querySelector("textarea");
    part("tap").addEventListener(
      "click",
      ({ target }) =>
        target.dataset.points &&
        this.sheet.edit(cell, {
          score: cell.value.score === Number(target.dataset.points) ? null : Number(target.dataset.points),
          na: false,
        }),
    );
    part("levels").addEventListener("click", ({ target }) => {
      const level = target.closest("[data-level]")?.dataset.level;
      if (level && level !== "poc") {
        this.sheet.edit(cell, { level: cell.value.level === level ? "none" : level });
      }
    });
    part("write").addEventListener("click", () => {
      part("edit").hidden = false;
      part("write").hidden = true;
      field.value = cell.value.why;
      field.focus();
    });
    part("na").addEventListener("click", () => {
      this.sheet.edit(cell, { na: !cell.value.na, score: null });
      field.focus();
    });
    writing(field, this.sheet, this.saving, () => cell);
    field.addEventListener("blur", ({ relatedTarget }) => {
      if (!card.contains(relatedTarget)) {
        this.endWriting(cell, part);
      }
    });
  }

  endWriting(cell, part) {
    if (cell.awaitsReason) {
      return;
    }
    part("edit").hidden = true;
    part("write").hidden = false;
    this.draw(cell);
  }

  update(cell) {
    if (cell.row === this.row) {
      this.draw(cell);
    }
    this.drawFoot();
  }

  draw(cell) {
    const { card, value } = cell,
      { isOpen } = this.sheet;
    const part = (name) => card.querySelector(`[data-part=${name}]`);
    part("points").textContent = value.score ?? (value.na ? words.notApplicable : "–");
    part("points").toggleAttribute("data-na", value.na);
    part("tap")
      .querySelectorAll("button")
      .forEach((button) => {
        button.disabled = !isOpen;
      });
    pressPoints(part("tap"), value);
    pressLevels(part("levels"), cell, isOpen);
    part("write").querySelector("span").textContent = value.why || words.writeRationale;
    part("write").disabled = !isOpen;
    part("na").setAttribute("aria-pressed", String(value.na));
    part("fault").hidden = !cell.fault && !cell.awaitsReason;
    part("fault").textContent = cell.fault || words.whyNotApplicable;
    card.dataset.lacks = cell.lacks;
    part("lacks").textContent = words.lacks[cell.lacks] ?? "";
    part("lacks").hidden = !isOpen || !cell.lacks || cell.awaitsReason;
  }

  // ---- from card to card
  swiped() {
    if (this.aim) {
      this.scrollTo(this.aim, "instant"); // a tap on the way may have stopped it
      return;
    }
    const middle = this.cards.scrollLeft + this.cards.clientWidth / 2;
    const distance = ({ card }) => Math.abs(card.offsetLeft + card.offsetWidth / 2 - middle);
    this.land([...this.row.cells].sort((a, b) => distance(a) - distance(b))[0]);
  }

  swipeTo(place, behavior = "smooth") {
    const cell = this.row.cells[Math.max(0, place)];
    this.aim = cell;
    this.land(cell);
    this.scrollTo(cell, matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : behavior);
  }

  scrollTo({ card }, behavior) {
    this.cards.scrollTo({ left: card.offsetLeft - (this.cards.clientWidth - card.offsetWidth) / 2, behavior });
  }

  land(cell) {
    if (this.sheet.current !== cell) {
      this.sheet.makeCurrent(cell);
    }
    this.row.cells.forEach((other) => other.card.toggleAttribute("data-on", other === cell));
    this.drawFoot();
  }

  drawFoot() {
    const { row, place } = this,
      [back, on] = this.root.querySelectorAll("[data-go]");
    const vendor = row.cells[place + 1]?.column.name,
      criterion = this.rows[this.rows.indexOf(row) + 1]?.name;
    back.disabled = this.rows.indexOf(row) === 0;
    on.textContent = vendor
      ? fill(words.nextVendor, vendor)
      : criterion
        ? fill(words.nextCriterion, criterion)
        : this.lastStep;
    this.part("dots").replaceChildren(
      ...row.cells.map((cell, index) => {
        const dot = document.createElement("i");
        dot.className = index === place ? "n" : cell.isGiven ? "d" : "";
        return dot;
      }),
    );
    this.part("dots").setAttribute("aria-label", fill(words.place, place + 1, row.cells.length));
  }

  // ---- all criteria
  openList() {
    const parts = this.sheet.categories.flatMap((category) => {
      const rows = category.rows.filter((row) => this.rows.includes(row));
      return rows.length ? [heading(category.name), ...rows.map((row) => this.entry(row))] : [];
    });
    this.list.querySelector("[data-part=list]").replaceChildren(...parts);
    this.list.showModal();
  }

  entry(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.jump = row.code;
    const [name, count] = [document.createElement("span"), document.createElement("span")];
    const lacking = (what) => row.cells.filter((cell) => !cell.isAuto && cell.lacks === what).length;
    const [cells, rationales] = [lacking("score"), lacking("rationale")];
    name.textContent = row.name;
    if (this.sheet.isOpen && cells + rationales) {
      const missing = document.createElement("small");
      missing.textContent = rationales
        ? counted(words.missingRationales, rationales)
        : counted(words.missingCells, cells);
      if (rationales) {
        missing.className = "t-warn";
      }
      name.append(missing);
    }
    count.textContent = `${row.cells.filter((cell) => cell.isGiven).length}/${row.cells.length}`;
    count.className = "num t-mute";
    button.append(name, count);
    if (row === this.row) {
      button.setAttribute("aria-current", "true");
    }
    return button;
  }
}

function heading(text) {
  const element = document.createElement("h3");
  element.textContent = text;
  return element;
}

function taps(item) {
  const line = document.createElement("li");
  line.append(numbers(item.dataset.band), item.querySelector("span").cloneNode(true));
  return line;
}
