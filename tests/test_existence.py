"""Does an answer tell somebody that a thing exists which they may not see? What is hidden answers as what is not."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from criteria.models import Criterion, Heading, Kind
from poc.models import Scenario
from reports.models import Report, Run, State
from selection.access import LIGHT
from selection.models import ChainHead, Event, Member, Phase, Requirement, Selection
from tests import cast
from tests.scoring.scene import scene
from tests.test_access import COMMITTEES, ROLES, everyone
from vendors.models import Claim, CostLine, Evidence, SeatPrice, Vendor

pytestmark = pytest.mark.django_db
FIRST, ABSENT = 7_654_300, 7_654_399  # keys that stand nowhere else on a page
HERE = {"letter": "A", "vendor": "A", "leaf": "F1", "criterion": "T2"}  # of the selection that is looked at
WORD, NO_WORD = "Q-777", "Q-888"
RANDOM = re.compile(rb"[A-Za-z0-9_-]{20,}")  # tokens, nonces, ids of operations


def run_of(selection, number):
    return Run.objects.create(
        selection=selection, number=number, decision_file="{}", file_hash="", digest=f"{number}", state=State.DONE
    )


def elsewhere():
    """Parameter → what stands in another selection, and not in ours, which is there already."""
    other = cast.committee("S-0002", people=("mallory",))
    own = {"selection": other.selection, "name_zh": "别处"}
    vendor = Vendor.objects.create(code=WORD, **own)
    leaf = Criterion.objects.create(code=WORD, kind=Kind.RATED, **own)
    Requirement.objects.create(selection=other.selection, code=WORD, text_zh="别处")
    Scenario.objects.create(code=WORD, **own)
    Heading.objects.create(code=WORD, category_code="Q", **own)
    member = Member.objects.create(pk=FIRST, selection=other.selection, user=cast.person("otto"), key="otto")
    run = run_of(other.selection, FIRST + 1)
    report = Report.objects.create(pk=FIRST + 2, run=run, language="en", state=State.DONE)
    head = ChainHead.objects.get_or_create(selection=other.selection)[0]
    event = Event.objects.create(chain=head, sequence=FIRST + 3, type="vendors.added", at=timezone.now())
    of = {"vendor": vendor, "criterion": leaf}
    line = CostLine.objects.create(pk=FIRST + 4, vendor=vendor, item="K01", year=1, amount=1)
    price = SeatPrice.objects.create(pk=FIRST + 5, vendor=vendor, item="K01", price=1)
    return {
        "pk": [member.pk, report.pk],
        "number": [run.number],
        "sequence": [event.sequence],
        "line": [line.pk],
        "price": [price.pk],
        "claim": [Claim.objects.create(pk=FIRST + 6, text="x", **of).pk],
        "evidence": [Evidence.objects.create(pk=FIRST + 7, title="x", **of).pk],
        **{key: [WORD] for key in ("letter", "vendor", "criterion", "leaf", "heading", "need", "scenario")},
    }


def answers(client, path, *values):
    """Status, target and page, without what differs by chance or repeats the address."""
    found = []
    for answer in (client.get(path), client.post(path)):
        told = [answer.get("Location", "").encode(), RANDOM.sub(b"", answer.content)]
        for value in values:
            told = [text.replace(str(value).encode(), b"#") for text in told]
        found.append((answer.status_code, *told))
    return found


def absent(value):
    return ABSENT if isinstance(value, int) else NO_WORD


def differing(client, route, name, value):
    """Whether a page answers another value than one that nowhere exists."""
    beside = route.parameters | {key: HERE[key] for key in HERE.keys() & route.parameters.keys()}
    real, none = ({**beside, name: one, "code": "S-0001"} for one in (value, absent(value)))
    paths = [route.at(parameters) for parameters in (real, none)]
    return answers(client, paths[0], value) != answers(client, paths[1], absent(value))


def odd_ones(phase, kinds):
    """Addresses that tell something of another selection by a parameter of these kinds."""
    client, foreign = everyone(scene(phase, name_zh="客服平台")), elsewhere()
    open_ones = [route for route in COMMITTEES if any(phase in phases for phases in LIGHT[route.right].values())]
    asked = [
        (route, name, value)
        for route in open_ones
        for name in route.parameters.keys() & foreign.keys()
        for value in foreign[name]
        if isinstance(value, kinds)
    ]
    assert asked
    return [(route.name, name) for route, name, value in asked if differing(client, route, name, value)]


def test_number_of_what_stands_in_another_selection_is_that_of_nothing():
    assert odd_ones(Phase.SCORE, int) == []


@pytest.mark.campaign
@pytest.mark.parametrize("phase", Phase)
def test_what_stands_in_another_selection_answers_as_what_stands_nowhere(phase):
    assert odd_ones(phase, (int, str)) == []


def test_draft_answers_who_may_not_see_it_as_what_stands_nowhere():
    made = scene(Phase.DECIDE)
    draft = Report.objects.create(pk=FIRST, run=run_of(made.selection, 1), language="en", state=State.DONE)
    names = ("report_status", "download_report", "download_report_tables")
    routes = [route for route in COMMITTEES if route.name in names]
    odd = []
    for role in ("evaluator", "observer", "auditor"):
        client = Client()
        client.force_login(cast.join(made.selection, f"second-{role}", role).user)
        odd += [(role, route.name) for route in routes if differing(client, route, "pk", draft.pk)]
    assert (len(routes), odd) == (3, [])


@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.campaign)], ids=["some addresses", "every address"]
)
def test_selection_answers_a_stranger_as_one_that_there_is_not(every):
    made = scene(Phase.SCORE)
    cast.committee("S-0002", people=("mallory", *ROLES))
    client = Client()
    client.force_login(cast.person("mallory"))
    routes = COMMITTEES if every else COMMITTEES[::40]
    odd = [
        route.name
        for route in routes
        if answers(client, route.path(), "S-0001") != answers(client, route.path("S-9999"), "S-9999")
    ]
    assert (made.selection.code, Selection.objects.count(), odd) == ("S-0001", 2, [])
