"""From which run do the tests of results start? The finished demo selection, computed with few draws."""

import json
from copy import deepcopy
from functools import cache

from django.conf import settings

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, read
from analysis.evaluation import evaluate
from reports.decision_file.intake import import_document
from reports.models import Run
from reports.opened_run import OpenedRun
from selection.languages import set_text
from selection.models import Phase, Selection
from tests.cast import person
from tests.rows import once

TENTH_DIGIT = 5e-8  # results have ten significant digits: so much may a sum of rounded parts miss
FILE = settings.BASE_DIR / "fixtures" / "demo" / "S-0007.json"


def inputs(samples=1, **options):
    """The demo's decision file, to be changed as a test likes."""
    document = deepcopy(_demo())
    document["options"] |= {"samples": samples, **options}
    return document


@cache
def _demo():
    return read(FILE.read_bytes()).document


def case(document=None):
    """A finished run that is in no database."""
    text = canonical_bytes(document or inputs()).decode()
    return OpenedRun.of(Run(number=3, document=text, engine=ENGINE, results=deepcopy(_results(text))))


@cache
def _results(text):
    reading = read(text.encode())
    assert reading.document is not None, reading.faults
    return evaluate(reading.document).to_dict()


def selection(phase=Phase.CONSENSUS, document=None):
    """The demo in the database; its people can sign in."""
    text = json.dumps(document or inputs())
    once(text, lambda: _import(text))
    made = Selection.objects.get(code=json.loads(text)["selection"]["code"])
    Selection.objects.filter(pk=made.pk).update(phase=phase)
    made.refresh_from_db()
    return made


def _import(text):
    found = json.loads(text)
    people = {row["key"]: named(row) for row in found["people"]}
    import_document(read(text.encode()).document, people=people)


def named(row):
    """The person of a decision file, under the name that it gives."""
    user = person(row["key"])
    for field in ("name", "title"):
        set_text(user, field, row[field]["zh"], "zh")
        set_text(user, field, row[field]["en"], "en")
    user.save()
    return user


def without_scores(document, criterion, vendor):
    """Nobody has scored this cell."""
    for item in document["rounds"]:
        item["scores"] = [s for s in item["scores"] if (s["criterion"], s["vendor"]) != (criterion, vendor)]
    return document


def only(document, *vendors):
    """The others withdrew."""
    for row in document["vendors"]:
        row["withdrawn"] = "" if row["code"] in vendors else "left"
    return document


def failing(document, *vendors):
    """These fail the must-have R-17."""
    need = next(row for row in document["needs"] if row["code"] == "R-17")
    need["judgements"] = [{"vendor": vendor, "state": "fail", "note": ""} for vendor in vendors]
    return document
