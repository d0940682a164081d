"""Is every template set out: whole elements, whole branches, few tags a line?"""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
MOST_TAGS = 4  # begun on one line
MOST_LINES = {False: 150, True: 60}  # of a page, of a fragment
LONGER = {  # as many as they have; rows of long lists, where a fragment in a fragment is drawn hundreds of times
    "desk/_home_case.html": 88,
    "reports/_working_all.html": 94,
    "reports/_working_vendor.html": 106,
}
SAID = r"{%.*?%}|{{.*?}}"  # what stands inside the braces of a template may hold any sign
OPEN = rf"""<[A-Za-z](?:{SAID}|"(?:{SAID}|[^"])*"|'(?:{SAID}|[^'])*'|[^>"'])*>"""
TOKEN = re.compile(
    rf"{{#.*?#}}|<!--.*?-->|(?P<tag>{{%.*?%}})|{{{{.*?}}}}|(?P<close></[\w-]+\s*>)|(?P<open>{OPEN})", re.DOTALL
)
BEGINS = re.compile(r"<[A-Za-z]|{% (?!end)")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {
    "autoescape",
    "block",
    "blocktranslate",
    "cache",
    "for",
    "if",
    "ifchanged",
    "timezone",
    "with",
    "door",
    "note",
    "nothing",
    "page_head",
    "panel",
    "post",
    "post_once",
}
BETWEEN = {"elif", "else", "empty", "plural"}


def faults(text):
    """Where an element or a branch is not whole; one that is opened in a branch is closed in the same."""
    found, opened = [], []
    for token in TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        if token["open"]:
            name = re.match(r"<([\w-]+)", token[0])[1]
            branches = "".join(re.findall(r"{%.*?%}", token[0]))
            found += [f"{line}: in <{name}> {fault}" for fault in faults(branches)]
            if name not in VOID and not token[0].endswith("/>"):
                opened.append(name)
        elif token["close"]:
            found += closed(opened, token[0][2:-1].strip(), line)
        elif token["tag"]:
            found += branched(opened, token[0].split()[1], line)
    return found + [f"end: {name} is open" for name in opened]


def branched(opened, name, line):
    if name in BLOCKS:
        opened.append(f"% {name}")
    elif name.startswith("end"):
        return closed(opened, f"% {name[3:]}", line)
    elif name in BETWEEN and not (opened and opened[-1].startswith("% ")):
        return [f"{line}: {name} inside {opened[-1] if opened else 'nothing'}"]
    return []


def closed(opened, name, line):
    if opened and opened[-1] == name:
        opened.pop()
        return []
    return [f"{line}: the end of {name} inside {opened[-1] if opened else 'nothing'}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p class="a{% if b %} c{% endif %}">{% if x > 1 %}<b>{{ y|default:">" }}</b>{% endif %}<br></p>', []),
        ('<p\n  {% if a %}\n    hidden\n  {% endif %}\n>\n  <input name="a" value=\'{"b": "{{ c }}"}\'>\n</p>', []),
        ("<p><span></p>", ["1: the end of p inside span", "end: p is open", "end: span is open"]),
        (
            "{% if a %}\n<a>\n{% else %}\n<b>\n{% endif %}",
            [
                "3: else inside a",
                "5: the end of % if inside b",
                "end: % if is open",
                "end: a is open",
                "end: b is open",
            ],
        ),
        (
            "{% cache None a %}<nav>{% endcache %}</nav>",
            ["1: the end of % cache inside nav", "end: % cache is open"],
        ),
        ('<p {% if a %}class="b">c</p>', ["1: in <p> end: % if is open"]),
        ("{% for a in b %}{% endif %}", ["1: the end of % if inside % for", "end: % for is open"]),
    ],
)
def test_what_is_not_whole_is_found(text, fault):
    assert faults(text) == fault


def test_every_element_and_every_branch_is_whole():
    assert {str(file.relative_to(TEMPLATES)): found for file in FILES if (found := faults(file.read_text()))} == {}


def test_no_line_is_packed():
    lines = {(file, number): line for file in FILES for number, line in enumerate(file.read_text().splitlines(), 1)}
    packed = {place for place, line in lines.items() if len(BEGINS.findall(line)) > MOST_TAGS}
    assert {f"{file.relative_to(TEMPLATES)}:{number}" for file, number in packed} == set()


def test_no_page_and_no_fragment_is_long():
    long = {}
    for file in FILES:
        name = str(file.relative_to(TEMPLATES))
        lines, most = file.read_text().count("\n"), MOST_LINES[file.name.startswith("_")]
        if lines > most:
            long[name] = lines
    assert long == LONGER
