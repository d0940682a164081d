"""Has every kind of event words in both languages, and is what it was about called by its name?"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from criteria.events import TemplateEvent
from poc.models import Scenario
from reports.events import DemoEvent
from reports.record import acts
from reports.record.objects import Names
from selection import ledger
from selection.events import EventKind, PersonEvent, SiteEvent
from selection.models import Event, Phase
from tests.scoring.scene import scene

KIND = re.compile(r"(selection|criteria|vendors|scoring|poc|run|report|reports)\.[a-z_]*[a-z]")
NO_KINDS = {"report.css"}  # a file
FORMER = {"selection.profile_changed"}  # in chains of earlier releases
READERS = ("reports/record", "reports/proof/replay.py", "desk/events.py")  # where the beginnings of kinds stand
OF_THE_SITE = (PersonEvent, SiteEvent, TemplateEvent, DemoEvent)


def modules():
    """Every module of the apps: its place and its text."""
    root = Path(settings.BASE_DIR)
    found = [path for app in settings.OWN_APPS for path in (root / app).rglob("*.py") if "migrations" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_text() for path in found}


def kinds_in(text):
    """Every text of a module that is spelled as a kind of event is."""
    texts = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and KIND.fullmatch(text)} - NO_KINDS


def every_kind():
    return [kind for kinds in EventKind.__subclasses__() for kind in kinds]


def test_a_kind_is_spelled_out_where_its_sentences_stand_and_nowhere_else():
    found = {name: kinds_in(text) for name, text in modules().items() if not name.endswith("/events.py")}
    bare = {name: kinds for name, kinds in found.items() if kinds and not name.startswith(READERS)}
    spelled = {name: kinds & set(every_kind()) for name, kinds in found.items()}
    assert (bare, {name: kinds for name, kinds in spelled.items() if kinds}) == ({}, {})


def test_every_kind_of_event_stands_on_the_record_and_has_a_sentence_where_a_committee_reads_it():
    assert sorted(acts.KINDS) == sorted(every_kind())
    told = [kind for kinds in EventKind.__subclasses__() if kinds not in OF_THE_SITE for kind in kinds]
    assert [kind for kind in told if not kind.told] == []
    assert {kind for area in acts.OF_SELECTIONS for kind in area.kinds} == set(told)


def test_no_words_are_kept_for_a_kind_that_nothing_writes():
    named = "\n".join(modules().values())
    unused = [kind for kind in every_kind() if f"{type(kind).__name__}.{kind.name}" not in named]
    assert [kind for kind in unused if kind not in FORMER] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_two_kinds_and_no_two_moves_share_their_words(language):
    with translation.override(language):
        for words in ([kind.did for kind in every_kind()], acts.MOVES.values()):
            assert len({str(text) for text in words}) == len(words)
    with translation.override("zh-hans"):
        plain = [kind for kind in every_kind() if str(kind.did).isascii()]
    assert plain == []


def test_every_move_has_words_of_its_own():
    assert set(Phase) - acts.MOVES.keys() == {Phase.DEFINE}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "object", "said"),
    [
        ("scoring.score_recorded", "1/F1/A", "round 1 · F1 Omnichannel intake · A Yunqiao Desk"),
        ("scoring.sheet_submitted", "1/ed", "round 1 · ed"),
        ("selection.member_changed", "eva", "Eva"),
        ("criteria.assigned", "eva", "Eva"),
        ("criteria.weight_set", "T2", "T2 Availability"),
        ("criteria.weights_given", "S-0001", ""),
        ("vendors.fact_recorded", "fact T2 B", "T2 Availability · B Lingxi Service"),
        ("vendors.withdrawn", "vendor B", "B Lingxi Service"),
        ("vendors.must_judged", "need R-01 A", "R-01 Order lookup · A Yunqiao Desk"),
        ("vendors.cost_line_recorded", "cost A K01 base", "A Yunqiao Desk · K01 Licence or subscription · Base"),
        ("vendors.seat_price_recorded", "seat price B K01", "B Lingxi Service · K01 Licence or subscription"),
        ("vendors.seat_plan_set", "seat plan", ""),
        ("poc.trial_recorded", "trial P-01 A", "P-01 Peak hour · A Yunqiao Desk"),
        ("poc.window_set", "", ""),
        ("run.requested", "run 3", "snapshot 3"),
        ("selection.edited", "S-0001", ""),
        ("criteria.criterion_removed", "X9", "X9"),  # gone, and known by its code only
        ("vendors.withdrawn", "vendor 供应商 1", "vendor 供应商 1"),  # a code of an earlier release
    ],
)
def test_what_an_event_is_about_is_called_by_its_name(kind, object, said):
    made = scene()
    made.selection.requirements.create(code="R-01", text_en="Order lookup")
    Scenario.objects.create(selection=made.selection, code="P-01", name_en="Peak hour")
    with translation.override("en"):
        assert Names(made.selection).of(Event(type=kind, object=object)) == said


@pytest.mark.django_db
def test_people_and_templates_of_the_site_are_called_by_their_names(django_user_model):
    django_user_model.objects.create_user("lin", name_en="Lin Lan")
    with translation.override("en"):
        names = Names(None)
        said = [names.of(Event(type=kind, object="lin")) for kind in ("selection.person_added", "selection.x")]
    assert (said, ledger.SITE) == (["Lin Lan", "lin"], "site")
