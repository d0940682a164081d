"""From which run do the tests of results start? The finished demo selection, computed with few draws."""

import json
import pickle
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, read
from analysis.evaluation import evaluate
from reports.decision_file.intake import import_decision_file
from reports.models import Run, State
from reports.opened_run import OpenedRun
from reports.runs import execute, request_run
from selection.models import Member, Phase, Selection
from tests.cast import person
from tests.rows import once

TENTH_DIGIT = 5e-8  # results have ten significant digits: so much may a sum of rounded parts miss
FILE = settings.BASE_DIR / "fixtures" / "demo" / "S-0007.json"


def inputs(samples=1, **options):
    """The demo's decision file, to be changed as a test likes."""
    decision_file = pickle.loads(_demo())
    decision_file["options"] |= {"samples": samples, **options}
    return decision_file


@cache
def _demo():
    """Pickled: to load it again is the fastest copy."""
    return pickle.dumps(read(FILE.read_bytes()).decision_file)


def opened(decision_file=None):
    """A finished run that is in no database."""
    text = canonical_bytes(decision_file or inputs()).decode()
    return OpenedRun.of(Run(number=3, decision_file=text, engine=ENGINE, results=pickle.loads(_results(text))))


@cache
def _results(text):
    reading = read(text.encode())
    assert reading.decision_file is not None, reading.faults
    return pickle.dumps(evaluate(reading.decision_file).to_dict())


def selection(phase=Phase.CONSENSUS, decision_file=None):
    """The demo in the database; its people can sign in."""
    text = json.dumps(decision_file or inputs())
    once(text, lambda: _import(text))
    made = Selection.objects.get(code=json.loads(text)["selection"]["code"])
    Selection.objects.filter(pk=made.pk).update(phase=phase)
    made.refresh_from_db()
    return made


def computed(phase=Phase.CONSENSUS, decision_file=None, *, by=None):
    """The demo in the database, and its run as asked for by this person and done."""
    text = json.dumps(decision_file or inputs())
    once(f"{phase} by {by}: {text}", lambda: compute(selection(phase, json.loads(text)), by))
    return Run.objects.get(selection__code=json.loads(text)["selection"]["code"])


def compute(made, by=None):
    """Its run, as asked for by this person and done."""
    asked, _is_new = request_run(made, member=by and Member.objects.get(selection=made, key=by))
    execute(asked.pk)


def _import(text):
    found = json.loads(text)
    people = {row["key"]: named(row) for row in found["people"]}
    import_decision_file(read(text.encode()).decision_file, people=people)


def named(row):
    """The person of a decision file, under the name that it gives."""
    user = person(row["key"])
    for field in ("name", "title"):
        for language in ("zh", "en"):
            setattr(user, f"{field}_{language}", row[field][language])
    user.save()
    return user


def without_scores(decision_file, criterion, vendor):
    """Nobody has scored this cell."""
    for item in decision_file["rounds"]:
        item["scores"] = [s for s in item["scores"] if (s["criterion"], s["vendor"]) != (criterion, vendor)]
    return decision_file


def only(decision_file, *vendors):
    """The others withdrew."""
    for row in decision_file["vendors"]:
        row["withdrawn"] = "" if row["code"] in vendors else "left"
    return decision_file


def failing(decision_file, *vendors):
    """These fail the must-have R-17."""
    need = next(row for row in decision_file["needs"] if row["code"] == "R-17")
    need["judgements"] = [{"vendor": vendor, "state": "fail", "note": ""} for vendor in vendors]
    return decision_file


def stored(decision_file):
    """A finished run as the database would keep it."""
    text = canonical_bytes(decision_file).decode()
    digest = sha256(text.encode()).hexdigest()
    about = {"file_hash": digest, "digest": digest, "engine": ENGINE, "results": pickle.loads(_results(text))}
    return Run(number=1, decision_file=text, **about, state=State.DONE, finished_at=timezone.now())


def run(made):
    """The finished run of the demo, in the database."""
    found = stored(inputs())
    found.selection = made
    found.save()
    return found
