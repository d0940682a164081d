"""Which reports do the tests read? The finished demo's, those of strange inputs, and one of 67 criteria."""

from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from unittest.mock import patch

from pypdf import PdfReader
from pypdf.generic._font import Font

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, read
from analysis.evaluation import evaluate
from reports.models import Run
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.pdf import rendering
from tests.reports import finished

MOMENT = datetime(2026, 3, 27, 1, 0, tzinfo=UTC)
EMOJI, RARE, BELL = "😀", "𠮷", "\u0007"
MARKUP = '<img src="http://127.0.0.1:9/x"><script>alert(1)</script>{{ 7|add:7 }}&amp;</td>'
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 5


def paper(decision_file=None, language="zh-hans", is_draft=True, outcome="", origin=None):
    """A finished run, opened for a report; it is in no database."""
    text = canonical_bytes(decision_file or finished.inputs()).decode()
    run = Run(number=3, decision_file=text, engine=ENGINE, results=_results(text), finished_at=MOMENT)
    run.file_hash = sha256(text.encode()).hexdigest()
    return PrintedRun.for_paper(run, language=language, is_draft=is_draft, outcome=outcome, origin=origin)


def outcome(vendor="A", **changed):
    """The outcome file of a decision on the demo, made late in the evening of its zone's next day."""
    person = {"key": "xu", "name": {"zh": "许之恒", "en": "Xu Zhiheng"}, "department": "operations", "roles": ["chair"]}
    told = {
        "format": "touchstone-outcome/1",
        "selection": {"code": "S-0007", "name": {"zh": "选型", "en": ""}, "zone": "Asia/Shanghai"},
        "run": {"number": 3, "digest": "d" * 64, "file_hash": "f" * 64, "engine": ENGINE},
        "vendor": {"code": vendor, "name": {"zh": "", "en": ""}} if vendor else None,
        "reason": "第一段理由。\n\n第二段理由，也要印全。",
        "decided_by": person,
        "decided_at": "2026-03-27T16:30:05Z",
        "people": [person],
        "waivers": [{"kind": "no_clear_winner", "reason": "差距虽小，仍然选它。"}],
        "exceptions": [],
    }
    return canonical_bytes(told | changed).decode()


@cache
def _results(text):
    reading = read(text.encode())
    assert reading.decision_file is not None, [(fault.pointer, fault.message) for fault in reading.faults]
    return evaluate(reading.decision_file).to_dict()


def set_in_type(opened):
    """The file."""
    return _rendered(opened.text, opened.language, opened.is_draft, opened.outcome_text)


@cache
def _rendered(text, language, is_draft, outcome):
    return rendering.render(book.job(paper(read(text.encode()).decision_file, language, is_draft, outcome)))


@cache
def pages(content):
    """The text of every page; figures in a table are told apart by spaces."""
    with each_font_read_once():
        return tuple(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@contextmanager
def each_font_read_once():
    """Else every font is taken apart again for every page and every drawing: half of the time."""
    plain, known = Font.from_font_resource, {}

    def remembered(font):
        if id(font) not in known:
            known[id(font)] = font, plain(font)  # kept alive, so that no other gets its number
        return known[id(font)][1]

    with patch.object(Font, "from_font_resource", remembered):
        yield


def flat(text):
    """Without the places where lines were broken."""
    return "".join(text.split())


def hostile():
    """The demo with texts that try to be markup, do not fit, or cannot be written."""
    decision_file = deepcopy(finished.inputs())
    decision_file["selection"]["name"] = {"zh": f"选型{MARKUP}{EMOJI}" + "很长的名字" * 15, "en": LONG_WORD}
    decision_file["selection"]["organisation"] = {"zh": f"{RARE}公司{BELL}", "en": MARKUP}
    decision_file["vendors"][0]["name"] = {"zh": MARKUP, "en": MARKUP}
    decision_file["vendors"][1]["name"] = {"zh": LONG_WORD, "en": LONG_WORD}
    decision_file["criteria"][1]["name"] = {"zh": MARKUP + "长" * 100, "en": MARKUP + LONG_WORD[:100]}
    decision_file["people"][0]["name"] = {"zh": f"陈{EMOJI}\u200d{RARE}", "en": MARKUP[:60]}
    decision_file["needs"][0]["text"] = {"zh": "必须" * 4000 + "到此为止", "en": MARKUP}
    decision_file["poc"]["scenarios"][0]["name"] = {"zh": MARKUP, "en": LONG_WORD}
    scores = decision_file["rounds"][0]["scores"]
    scores[0]["rationale"] = "十字" * 4990 + "的最后一句"
    scores[1]["rationale"] = f"{MARKUP}\n第二行 {EMOJI}{EMOJI} {RARE} @import url(file:///etc/passwd); ◐✗"
    return decision_file


def wide(leaves=67, vendors=8):
    """Five categories with so many criteria in all; one person scores everything."""
    decision_file = deepcopy(finished.inputs())
    codes = [chr(ord("A") + place) for place in range(vendors)]
    decision_file["criteria"], scores = [], []
    for place, category in enumerate("FACSR"):
        count = leaves // 5 + (place < leaves % 5)
        name = {"zh": f"第 {place + 1} 类", "en": f"Category {place + 1}"}
        decision_file["criteria"].append(
            {
                "code": category,
                "kind": "category",
                "name": name,
                "weight": 2000,
                "parent": None,
                "template_weight": None,
            }
        )
        decision_file["criteria"] += [_leaf(category, number, count) for number in range(count)]
        scores += [
            {"criterion": f"{category}{number}", "vendor": code, "person": "lin", "score": (number * 3 + at) % 11,
             "level": "documented", "rationale": f"理由 {number}{code}"}
            for number in range(count)
            for at, code in enumerate(codes)
        ]  # fmt: skip
    decision_file["vendors"] = [_vendor(decision_file["vendors"][0], code) for code in codes]
    decision_file["rounds"] = [{"number": 1, "scores": scores}]
    decision_file["needs"], decision_file["poc"] = [], {"start": None, "end": None, "scenarios": []}
    for person in decision_file["people"]:
        person["assignments"] = []
    return decision_file


def _leaf(category, number, count):
    return {
        "code": f"{category}{number}",
        "kind": "rated",
        "parent": category,
        "name": {"zh": f"准则 {category}{number}", "en": f"Criterion {category}{number}"},
        "dimension": "business",
        "weight": 10_000 // count + (number < 10_000 % count),
        "template_weight": None,
        "anchors": {band: {"zh": "", "en": ""} for band in ("0-2", "3-4", "5-6", "7-8", "9-10")},
    }


def _vendor(row, code):
    return {
        **row,
        "code": code,
        "name": {"zh": f"供应商 {code}", "en": f"Vendor {code}"},
        "claims": [],
        "facts": [],
        "evidence": [],
    }
