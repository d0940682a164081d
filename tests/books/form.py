"""What does a page with a box send when its button is pressed, and which of its questions are open?"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

TO_CHOOSE = ("choose what it holds", "请选", "Choose a sheet", "请选择工作表")


@dataclass
class Form(HTMLParser):
    """The fields of the form that holds the box, as a browser keeps them."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    radios: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)  # lists that nothing is chosen from
    buttons: list[str] = field(default_factory=list)
    is_inside: bool = False
    selected: str = ""
    options: list[tuple[str, bool]] = field(default_factory=list)
    box: str | None = None

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        name = about.get("name") or ""
        if tag == "form":
            self.is_inside = about.get("enctype") == "multipart/form-data"
        if not self.is_inside:
            return
        if tag == "input" and name:
            self._input(name, about)
        elif tag == "textarea":
            self.box = name
            self.sent[name] = [""]
        elif tag == "select":
            self.selected, self.options = name, []
        elif tag == "option":
            self.options.append((about.get("value") or "", "selected" in about))
        elif tag == "button":
            self.buttons.append(name)

    def _input(self, name, about):
        kind, value = about.get("type", "text"), about.get("value") or ""
        if kind == "radio":
            self.radios.setdefault(name, []).append((value, "checked" in about))
        if kind in ("hidden", "text") or (kind in ("radio", "checkbox") and "checked" in about):
            self.sent.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.box:
            self.sent[self.box][0] += data
        elif self.selected and data.strip() in TO_CHOOSE:
            self.waiting.append(self.selected)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.box:
            self.sent[self.box][0] = self.sent[self.box][0].lstrip("\r\n")
            self.box = None
        elif tag == "select" and self.selected:
            chosen = [value for value, is_chosen in self.options if is_chosen] or [self.options[0][0]]
            self.sent[self.selected] = chosen[-1:]
            if chosen[-1] and self.selected in self.waiting:
                self.waiting.remove(self.selected)
            self.selected = ""
        elif tag == "form":
            self.is_inside = False

    @property
    def questions(self):
        """Those that only a person can answer."""
        unmarked = [name for name, marks in self.radios.items() if not any(is_chosen for _value, is_chosen in marks)]
        return sorted([*unmarked, *self.waiting])


def form_of(page):
    found = Form()
    found.feed(page.content.decode())
    return found


def brought(site, door, content, *, name, answers=None, **typed):
    """Choose a file, answer what the page asks, in as many turns as it asks, and write; the answers that it took.

    `door` is the name of the page and what follows the selection in its address.
    """
    given, taken = dict(answers or {}), []
    write, *args = door
    preview = write.replace("_paste", "_preview")
    page = site.post(preview, *args, block="", take="1", file=SimpleUploadedFile(name, content), **typed)
    while True:
        form = form_of(page)
        asked = [question for question in form.questions if question in given]
        asked += [field for field in given if field.startswith(("skip-", "keep-"))]
        if "write" in form.buttons and not asked:
            answer = site.post(write, *args, **form.sent | {"write": "1"})
            assert answer.status_code == 302, said(answer)
            return taken
        assert asked, (form.questions, said(page))
        for one in asked:
            kind, _dash, row = one.partition("-")
            if kind in ("skip", "keep"):
                form.sent.setdefault(kind, []).append(row)
                given.pop(one)
            else:
                form.sent[one] = [given.pop(one)]
        taken += asked
        page = site.post(preview, *args, **form.sent)


def said(page):
    """What is wrong with the page, for who reads of a failure."""
    context = page.context or {}
    found = context.get("found")
    bad = [(cell.row, cell.column, cell.typed, cell.message) for cell in getattr(found, "bad", [])]
    errors = [dict(form.errors) for form in (context.get("form"), context.get("door")) if form is not None]
    return page.status_code, bad, errors
