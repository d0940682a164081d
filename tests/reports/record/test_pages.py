"""Does the record show who did what, as the filter asks, and nothing that is hidden elsewhere?"""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.proof import replay
from scoring import found
from scoring.rounds import close_round, keep_means
from scoring.sheets import submit
from selection import accounts, committee, ledger, links, setup, triggers
from selection.models import ChainHead, Event, Phase, Selection, User
from tests import cast
from tests.browser import dressed, faults_of, in_every_dress
from tests.scoring.scene import scene
from tests.test_leaks import NOISE
from vendors.costing.lines import record_line
from vendors.facts import record_fact
from vendors.registry import add_vendor, edit_vendor

REASON = "时间到了，其余格子不再等。"
RECORD = "/s/S-0001/record/"


def ask(name, place=RECORD, headers=None, **query):
    """What somebody gets who reads English."""
    User.objects.filter(username=name).update(language="en")
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.get(place, query, headers=headers)


def shown(name, place=RECORD, **query):
    """Who, what and about what, the latest first."""
    return [(line.who, line.act, line.object) for line in ask(name, place, **query).context["lines"]]


def details(name, **query):
    found = ask(name, **query).context["lines"]
    return [[(change.label, change.before, change.after) for change in line.changes] for line in found]


@pytest.fixture
def made(db):
    """Four acts before the seal, by two people."""
    made = cast.committee()
    vendor = add_vendor(made.selection, name_zh="甲", name_en="Alpha", kind_zh="", kind_en="", member=made.bo)
    texts = {"name_zh": "甲", "name_en": "Alpha Ltd", "kind_zh": "", "kind_en": "Suite"}
    edit_vendor(vendor, **texts, member=made.bo, version=1)
    committee.change(made.eva, roles=["evaluator", "auditor"], department="it", by=made.chen)
    setup.edit(made.selection, member=made.bo, version=1, budget_ceiling=250_000_000)
    return made


def test_the_record_tells_who_did_what_to_what(made):
    told = [
        ("Bo", "Changed basics and rules", ""),
        ("Chen", "Changed a seat", "Eva"),
        ("Bo", "Changed a vendor", "A Alpha Ltd"),
        ("Bo", "Added a vendor", "A Alpha Ltd"),
    ]
    assert [shown(name) for name in ("chen", "bo", "aude")] == [told] * 3
    assert [(line.sequence, line.roles) for line in ask("aude").context["lines"]] == [
        (4, "Procurement"),
        (3, "Chair"),
        (2, "Procurement"),
        (1, "Procurement"),
    ]


def test_what_stood_there_before_and_after_is_told_in_words(made):
    budget, seat, _edited, added = details("chen")
    assert budget == [("Budget ceiling", "–", "2,500,000")]
    assert seat == [("Roles", "Evaluator", "Evaluator, Auditor"), ("Department", "Other", "IT")]
    assert added == [("Name in Chinese", "", "甲"), ("Name in English", "", "Alpha")]
    assert details("aude")[0] == []  # a budget is a price


def test_that_marks_were_kept_aside_is_told_to_others_from_the_reveal_on(made):
    with transaction.atomic():
        found.keep(made.selection, member=made.chen, source=found.Source("ab" * 32), marks={})
    told = ("Chen", "Kept the marks of a spreadsheet aside, for the own eyes only", "")
    for phase, count in ((Phase.DEFINE, 0), (Phase.SCORE, 0), (Phase.CANCELLED, 0), (Phase.CONSENSUS, 1)):
        Selection.objects.update(phase=phase)
        assert (shown("aude").count(told), shown("chen").count(told)) == (count, 1)
    assert details("aude")[0] == [
        ("SHA-256", "", "ab" * 32),
        ("Marks kept aside", "", "0"),
        ("Declared as own", "", "no"),
    ]


@pytest.mark.parametrize(
    ("query", "sequences"),
    [
        ({"kind": "committee"}, [3]),
        ({"kind": "vendors"}, [2, 1]),
        ({"kind": "vendors.edited"}, [2]),
        ({"q": "alpha"}, [2, 1]),
        ({"q": "A"}, [3, 2, 1]),  # vendor A, and a name with an a
        ({"q": "eva"}, [3]),
        ({"q": "叶"}, []),  # the name in the other language is not the one on the page
        ({"q": "lph"}, [2, 1]),
        ({"q": ".*"}, []),
        ({"person": "chen"}, [3]),
        ({"person": "system"}, []),
        ({"since": "2026-03-02"}, [4, 3]),
        ({"until": "2026-03-01"}, [2, 1]),
        ({"since": "2026-03-01", "until": "2026-03-01", "kind": "vendors.added"}, [1]),
    ],
)
def test_the_filter_asks_for_person_kind_object_and_day(made, query, sequences):
    # 17:00 UTC is the next day in Shanghai, where the selection is.
    for sequence, hour in ((1, 2), (2, 15), (3, 17), (4, 18)):
        _move(sequence, datetime(2026, 3, 1, hour, tzinfo=UTC))
    if query.get("person") == "chen":
        query = {"person": str(made.chen.user_id)}
    found = ask("aude", **query)
    assert [line.sequence for line in found.context["lines"]] == sequences
    assert found.context["total"] == len(sequences)


def _move(sequence, at):
    with triggers.lifted():
        Event.objects.filter(sequence=sequence).update(at=at)


def test_the_filter_works_as_a_fragment_and_as_a_page(made):
    page, fragment = ask("aude", kind="committee"), ask("aude", headers={"HX-Request": "true"}, kind="committee")
    assert (b"<html" in page.content, b"<html" in fragment.content) == (True, False)
    assert fragment.content.strip().startswith(b'<div id="events"')
    assert fragment.content.strip() in page.content


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": "tomorrow"}, "From day: Write the year first, such as 2026-03-04."),
        ({"until": "2026-02-30"}, "To day: Enter a valid date."),
        ({"kind": "nothing"}, "What was done: Select a valid choice."),
        ({"person": "9" * 30}, "Person: Select a valid choice."),
        ({"q": "x" * 81}, "About: Ensure this value has at most 80 characters"),
    ],
)
def test_what_cannot_be_read_is_named_and_shows_nothing(made, query, words):
    found = ask("aude", **query)
    assert (found.status_code, found.context["lines"]) == (422, [])
    assert words in found.content.decode()


@pytest.fixture
def busy(db):
    """A cost and a fact before the round; Eva gives one mark, Ed all of his, one of them twice."""
    made = scene(Phase.INVITE, scoring_closes_at=None)
    bo = made.member("bo")
    amounts = dict.fromkeys(range(1, 6), 7_900_000)
    record_line(made.vendors["A"], item="K01", is_quoted=True, scenarios=["base"], amounts=amounts, member=bo)
    fact = {"criterion": made.criteria["T2"], "value": "99", "level": "documented", "source": "SLA"}
    record_fact(made.vendors["A"], **fact, member=bo)
    made.selection.rounds.create(number=1, opened_at=timezone.now())
    Selection.objects.update(phase=Phase.SCORE)
    replay.baseline(made.selection)
    made.give("eva", "F1", "A", 6)
    made.give("ed", "F1", "A", 7, rationale="埃德的理由")
    made.give("ed", "F1", "A", 5, rationale="埃德的理由", version=1)
    for leaf, vendor in (("F1", "B"), ("F2", "A"), ("F2", "B"), ("T1", "A"), ("T1", "B")):
        made.give("ed", leaf, vendor, 5)
    return made


COST = ("Bo", "Entered a cost", "A Yunqiao Desk · K01 Licence or subscription · Base")
FACT = ("Bo", "Entered a fact", "T2 Availability · A Yunqiao Desk")
STOCK = ("The system", "Wrote down what is stored", "")
SHEET = ("ed", "Submitted a sheet", "round 1 · ed")


def test_before_the_reveal_neither_marks_nor_hidden_prices_are_told_or_counted(busy):
    submit(busy.member("ed"))
    assert shown("chen") == shown("bo") == [SHEET, STOCK, FACT, COST]
    assert shown("aude") == [STOCK, FACT]
    for name in ("chen", "bo", "aude"):
        found = ask(name)
        assert found.context["total"] == len(found.context["lines"])
        assert "埃德的理由" not in found.content.decode()
    assert [shown("aude", **query) for query in ({"kind": "costs"}, {"q": "K01"}, {"kind": "scoring"})] == [[]] * 3


def test_how_often_others_score_changes_no_byte_of_the_record(busy):
    """Not the end of the chain either, nor a number between two events."""
    before = {name: NOISE.sub(b"", ask(name).content) for name in ("chen", "bo", "aude")}
    for version, score in ((1, 4), (2, 6), (3, 8)):
        busy.give("ed", "F2", "A", score, version=version)
    after = {name: NOISE.sub(b"", ask(name).content) for name in before}
    assert {name for name in before if _standing(before[name]) != _standing(after[name])} == set()
    for name in before:
        assert {line.sequence for line in ask(name).context["lines"]} == {None}


def _standing(page):
    """Without the rail, which counts finished cells."""
    return page[page.index(b"<main") :]


def test_who_scores_and_answers_for_the_record_sees_own_marks_only(busy):
    committee.change(busy.member("eva"), roles=["evaluator", "auditor"], department="it", by=busy.member("chen"))
    mine = ("Eva", "Scored", "round 1 · F1 Omnichannel intake · A Yunqiao Desk")
    assert shown("eva", kind="scoring") == [mine]
    assert details("eva", kind="scoring")[0][0] == ("Points", "", "6")


def test_the_reveal_shows_marks_and_how_they_changed(busy):
    """The same look finds them, so the tests above would."""
    submit(busy.member("ed"))
    close_round(busy.selection, member=busy.member("chen"), reason=REASON)
    assert [line[1] for line in shown("chen")][:2] == ["Closed scoring", "Submitted a sheet"]
    keep_means(busy.selection, member=busy.member("chen"))
    marked = {"q": "F1", "kind": "scoring.score_recorded", "person": str(busy.member("ed").user_id)}
    assert ("Points", "7", "5") in details("aude", **marked)[1]
    head = ChainHead.objects.get(selection=busy.selection)
    assert ledger.grouped(head.hash) in ask("aude").content.decode()
    assert [line.sequence for line in ask("aude").context["lines"]] == list(range(head.sequence, 0, -1))


def test_from_where_on_acts_are_proved_stands_on_top(busy):
    at = replay.proved_from(busy.selection.chain)
    assert (at, f"proved from event {at} on" in ask("bo").content.decode()) == (3, True)
    Selection.objects.update(phase=Phase.DONE)
    assert "manage.py verify S-0001" in ask("bo").content.decode()


def test_a_selection_begun_here_is_proved_from_its_first_event(db):
    selection, _chair = setup.create(actor=cast.person("chen"), name_zh="", name_en="New", currency="CNY")
    assert replay.proved_from(selection.chain) == 1
    assert "Every act since the beginning is proved." in ask("chen", f"/s/{selection.code}/record/").content.decode()


@pytest.mark.django_db
def test_nothing_recorded_yet_is_said():
    cast.committee()
    assert b"Nothing has been recorded yet." in ask("aude").content


def queries(name, place):
    with CaptureQueriesContext(connection) as seen:
        assert ask(name, place).status_code == 200
    return len(seen)


def test_pages_of_three_and_of_three_hundred_events_cost_the_same(made):
    few = queries("aude", RECORD)
    with transaction.atomic():
        for number in range(300):
            ledger.record("vendors.edited", selection=made.selection, member=made.bo, object="vendor A")
            ledger.record("selection.person_added", actor=cast.admin(), object=f"p{number}")
    assert queries("aude", RECORD) == few
    found = ask("aude", page="7")
    assert (found.context["total"], len(found.context["lines"])) == (304, 4)


@pytest.mark.django_db
def test_administrators_see_people_and_links_but_no_selection():
    made = cast.committee()
    add_vendor(made.selection, name_zh="甲", name_en="Alpha", kind_zh="", kind_en="", member=made.bo)
    ada = cast.admin()
    someone = accounts.add_person(actor=ada, name_zh="", name_en="Lin Lan", department="it")
    links.issue(someone, actor=ada)
    assert shown("ada", "/record/") == [
        ("Ada", "Created a sign-in link", "Lin Lan"),
        ("Ada", "Added a person", "Lin Lan"),
    ]
    assert [line.sequence for line in ask("ada", "/record/").context["lines"]] == [2, 1]
    assert shown("ada", "/record/", q="lin", kind="people", person=str(ada.pk)) == shown("ada", "/record/")
    assert (ask("ada").status_code, ask("chen", "/record/").status_code) == (404, 403)


@pytest.mark.django_db(transaction=True)
@in_every_dress
def test_both_records_are_accessible_and_fit(open_page, language, theme, size, share):
    made = scene(Phase.CONSENSUS)
    cast.join(made.selection, "ada", "auditor")
    ada = cast.admin()
    User.objects.update(is_site_admin=True)
    ledgered = {"selection": made.selection, "member": made.member("bo"), "reason": REASON}
    with transaction.atomic():
        ledger.record("vendors.withdrawn", **ledgered, object="vendor A")
        ledger.record("vendors.edited", **ledgered, object="vendor A", payload={"name_en": "Alpha " * 30})
    page = dressed(open_page, ada, language, theme, size)
    places = ("record/", "s/S-0001/record/", "s/S-0001/record/?kind=costs")
    assert faults_of(page, places[share], prefix="/") == []


@pytest.mark.django_db(transaction=True)
def test_the_filter_works_while_it_is_typed(open_page):
    made = cast.committee()
    for name in ("Alpha", "Beta"):
        add_vendor(made.selection, name_zh="", name_en=name, kind_zh="", kind_en="", member=made.bo)
    page = open_page(cast.person("aude"))
    page.goto(RECORD)
    assert page.locator("#events tbody tr").count() == 2
    page.keyboard.press("/")
    page.keyboard.type("beta")
    page.locator("#events tbody tr").nth(1).wait_for(state="detached")
    assert "Beta" in page.inner_text("#events tbody")
    assert (page.evaluate("document.activeElement.name"), "q=beta" in page.url) == ("q", True)
