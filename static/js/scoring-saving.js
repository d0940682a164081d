// Is everything saved? One small queue a cell: requests in order, the newest value wins.
import { announce, counted, fill, words } from "./scoring-words.js";

const PAUSE = 700; // after the last key
const WAITS = [1000, 2000, 4000, 8000, 15000];
const headers = () => ({ ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" });

export class Saving extends EventTarget {
  constructor(sheet) {
    super();
    Object.assign(this, { sheet, url: sheet.root.dataset.saveUrl, isLocked: false, isSignedOut: false });
    this.savedAt = this.lastSaved();
    sheet.addEventListener("edit", ({ detail }) => this.schedule(detail));
    sheet.addEventListener("current", ({ detail }) => detail.before !== detail.cell && this.send(detail.before));
    addEventListener("online", () => this.retryAll());
    addEventListener("visibilitychange", () => document.hidden && this.sendAll());
    addEventListener("beforeunload", (event) => {
      if (this.unsaved.length) {
        this.sendAll();
        event.preventDefault();
      }
    });
    this.show();
  }

  lastSaved() {
    return this.sheet.mine
      .map((cell) => cell.element.dataset.saved ?? "")
      .sort()
      .at(-1);
  }

  get unsaved() {
    return this.sheet.mine.filter((cell) => cell.isDirty || cell.request);
  }

  schedule(cell) {
    clearTimeout(cell.timer);
    cell.timer = setTimeout(() => this.send(cell), PAUSE);
    this.show();
  }

  sendAll() {
    this.sheet.mine.forEach((cell) => this.send(cell));
  }

  // Start a request with the newest value, unless one is on its way: that one is answered first.
  send(cell) {
    clearTimeout(cell.timer);
    const isReady = cell.isDirty && !cell.request && !cell.fault && !cell.conflict && !cell.awaitsReason;
    if (!isReady || this.isLocked) {
      return this.show();
    }
    const { score, na, level, why } = cell.value;
    const body = { score: na ? "na" : (score ?? ""), level, rationale: why, version: cell.version, operation: newId() };
    cell.request = { body, value: cell.value, tries: 0, state: "out" };
    this.post(cell);
  }

  async post(cell) {
    const { request } = cell;
    request.state = "out";
    this.show();
    const url = this.url.replace("CRITERION", encodeURIComponent(cell.row.code)).replace("VENDOR", cell.vendor);
    let response, text;
    try {
      response = await fetch(url, { method: "POST", headers: headers(), body: new URLSearchParams(request.body) });
      text = await response.text();
    } catch {
      return this.retryLater(cell);
    }
    if (response.status >= 500 || response.status === 429) {
      return this.retryLater(cell);
    }
    if (response.status === 401) {
      return this.signedOut(request);
    }
    this.isSignedOut = false;
    cell.request = null;
    this.answer(cell, request, response.status, parse(text));
    this.show();
  }

  answer(cell, request, status, fragment) {
    const conflict = fragment.querySelector("[data-conflict]");
    if (status === 200 && fragment.querySelector(".t-cell")) {
      this.saved(cell, request, fragment.querySelector(".t-cell"));
    } else if (status === 409 && conflict) {
      this.conflicted(cell, conflict);
    } else if (status === 409) {
      this.lock();
    } else {
      this.refused(cell, fragment.querySelector("[data-fault]")?.textContent.trim() || words.lost);
    }
  }

  saved(cell, request, element) {
    const isNewest = cell.value === request.value;
    cell.accept(element);
    this.savedAt = element.dataset.saved;
    if (isNewest) {
      cell.value = cell.stored;
    }
    this.sheet.changed(cell);
    if (!isNewest) {
      this.send(cell);
    }
  }

  conflicted(cell, element) {
    cell.conflict = element;
    this.sheet.changed(cell);
    announce(words.conflict);
    this.dispatchEvent(new CustomEvent("conflict", { detail: cell }));
  }

  // What the person chose: keep what is stored, or save one's own over it.
  resolve(cell, choice) {
    const stored = cell.conflict.querySelector("template").content.querySelector(".t-cell");
    cell.accept(stored);
    cell.conflict = null;
    this.savedAt = stored.dataset.saved;
    if (choice === "stored") {
      this.sheet.revert(cell);
    }
    this.sheet.changed(cell);
    this.send(cell);
  }

  refused(cell, text) {
    cell.fault = text;
    this.sheet.changed(cell);
    announce(text);
  }

  // Nothing changes any more: every cell shows what is stored, and what was not kept is named.
  lock() {
    if (this.isLocked) {
      return;
    }
    this.isLocked = true;
    this.sheet.isOpen = false;
    const refused = this.unsaved.map((cell) => {
      clearTimeout(cell.timer);
      cell.request = null;
      const said = [cell.name, cell.points, cell.value.why.trim()].filter(Boolean).join(words.comma);
      this.sheet.revert(cell);
      return said;
    });
    announce(words.locked);
    this.dispatchEvent(new CustomEvent("locked", { detail: refused }));
    this.show();
  }

  signedOut(request) {
    request.state = "refused";
    if (!this.isSignedOut) {
      announce(words.signedOut);
    }
    this.isSignedOut = true;
    this.show();
    this.askToSignIn();
  }

  askToSignIn() {
    document.dispatchEvent(
      new CustomEvent("session-ended", {
        detail: {
          retry: () => {
            this.isSignedOut = false;
            this.retryAll();
          },
        },
      }),
    );
  }

  retryLater(cell) {
    cell.request.state = "failed";
    cell.request.timer = setTimeout(() => this.post(cell), WAITS[Math.min(cell.request.tries++, WAITS.length - 1)]);
    this.show();
  }

  // The same operation again: if the first one did arrive, the answer is the same.
  retryAll() {
    const stuck = this.sheet.mine.filter((cell) => cell.request && cell.request.state !== "out");
    stuck.forEach((cell) => {
      clearTimeout(cell.request.timer);
      this.post(cell);
    });
    this.show();
  }

  // Resolves once nothing is on its way any more.
  async settled() {
    this.sendAll();
    while (this.sheet.mine.some((cell) => cell.request)) {
      await new Promise((done) => setTimeout(done, 50));
    }
    return this.unsaved.length === 0;
  }

  show() {
    const [text, look, act] = this.state();
    document.querySelectorAll("[data-save]").forEach((place) => {
      place.dataset.s = look;
      const inside = document.createElement(act ? "button" : "span");
      inside.textContent = text;
      if (act) {
        Object.assign(inside, { type: "button", className: "t-textbtn", onclick: act });
      }
      if (place.firstElementChild?.outerHTML !== inside.outerHTML) {
        place.replaceChildren(inside);
      }
    });
  }

  state() {
    const cells = this.unsaved;
    const conflict = cells.find((cell) => cell.conflict);
    const faults = cells.filter((cell) => cell.fault);
    const failed = cells.filter((cell) => cell.request?.state === "failed");
    if (this.isLocked) {
      return [words.locked, "off"];
    }
    if (this.isSignedOut) {
      return [words.signedOut, "off", () => this.askToSignIn()];
    }
    if (conflict) {
      return [words.conflict, "off", () => this.dispatchEvent(new CustomEvent("conflict", { detail: conflict }))];
    }
    if (failed.length) {
      return [counted(words.retrying, failed.length), "off"];
    }
    if (faults.length) {
      return [counted(words.refused, faults.length), "off", () => faults[0].element.focus()];
    }
    const unexplained = cells.find((cell) => cell.awaitsReason);
    if (unexplained) {
      return [words.waiting, "off", () => unexplained.element.focus()];
    }
    if (cells.length) {
      return [words.saving, "saving"];
    }
    return [this.savedAt ? fill(words.saved, this.savedAt) : words.ready, ""];
  }
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
