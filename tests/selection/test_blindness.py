"""Does blindness to prices follow the person, whatever roles come and go in whatever order?"""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from reports import exceptions
from reports.runs import execute, request_run
from scoring import counting, rounds
from selection import blindness, committee
from selection.events import CommitteeEvent
from selection.models import Event, Member, Phase, Selection, User
from tests import cast
from tests.reports import finished
from tests.scoring.scene import scene
from vendors import costing
from vendors.models import CostLine
from vendors.visibility import may_see_prices

pytestmark = pytest.mark.django_db
REASON = "公司只有三个人，采购也必须打分。"
PRICE = "789012"  # written with commas on some pages
BEFORE_CLOSE = (Phase.DEFINE, Phase.INVITE, Phase.SCORE)


@pytest.fixture
def s():
    made = scene(scoring_closes_at=None)
    CostLine.objects.create(vendor=made.vendors["A"], item="K01", year=1, amount=78_901_200, is_quoted=True)
    return made


def seat(s, name, *roles):
    flags = {f"is_{role}": role in roles for role in Member.ROLES}
    Member.objects.filter(selection=s.selection, key=name).update(**flags, prices_seen_at=None)
    return s.member(name)


def roles_of(s, client, name, *roles, by="chen", **fields):
    """What the page answers to another choice of roles."""
    client.force_login(cast.person(by))
    body = {"roles": roles, "department": "it", "seat-counts": "no", "seat-reason": REASON} | fields
    return client.post(f"/s/S-0001/members/{s.member(name).pk}/", body).status_code


def sees(s, client, name):
    """Whether any page of costs shows this person an amount."""
    client.force_login(cast.person(name))
    pages = [client.get(f"/s/S-0001/{page}").content.decode() for page in ("costs/", "costs/lines/A/", "vendors/")]
    return any(PRICE in page.replace(",", "") or "78.9" in page for page in pages)


def opens(client, name):
    client.force_login(cast.person(name))
    return client.post("/s/S-0001/costs/open/").status_code


@pytest.mark.parametrize("phase", BEFORE_CLOSE)
@pytest.mark.parametrize("role", ["chair", "procurement"])
def test_a_role_taken_away_for_a_moment_opens_no_price(s, client, role, phase):
    """Out of the evaluator's role, look, and back: the price or the sheet, never both."""
    seat(s, "ed", role, "evaluator")
    Selection.objects.update(phase=phase)
    assert (sees(s, client, "ed"), opens(client, "ed")) == (False, 409)
    assert roles_of(s, client, "ed", role) == 302
    has_had_a_sheet = phase == Phase.SCORE
    assert (sees(s, client, "ed"), opens(client, "ed")) == (False, 409 if has_had_a_sheet else 302)
    assert sees(s, client, "ed") == (not has_had_a_sheet)
    assert roles_of(s, client, "ed", role, "evaluator") == (302 if has_had_a_sheet else 422)
    assert sees(s, client, "ed") == (not has_had_a_sheet)


def test_who_left_with_a_sheet_and_comes_back_to_buy_stays_blind(s, client):
    s.give("ed", "F1", "A", 7)
    counting.remove(s.member("ed"), member=s.member("chen"), reason=REASON)
    again = committee.add(
        s.selection, user=cast.person("ed"), roles=["procurement"], department="it", by=s.member("chen")
    )
    assert (again.is_evaluator, again.had_sheet, opens(client, "ed")) == (False, True, 409)
    Selection.objects.update(phase=Phase.CLOSED)
    assert sees(s, client, "ed")


def test_who_opened_prices_leaves_and_comes_back_gets_no_sheet(s, client):
    Selection.objects.update(phase=Phase.INVITE)
    seat(s, "bo", "procurement")
    opens(client, "bo")
    committee.remove(s.member("bo"), by=s.member("chen"))
    with pytest.raises(ValidationError, match="看过报价"):
        committee.add(s.selection, user=cast.person("bo"), roles=["evaluator"], department="it", by=s.member("chen"))


def test_prices_are_opened_once_and_the_record_says_by_whom(s, client):
    Selection.objects.update(phase=Phase.INVITE)
    seat(s, "bo", "procurement")
    assert not sees(s, client, "bo")
    assert [opens(client, "bo"), opens(client, "bo")] == [302, 302]
    assert sees(s, client, "bo")
    assert list(Event.objects.filter(type=CommitteeEvent.PRICES_OPENED).values_list("object", "actor__username")) == [
        ("bo", "bo")
    ]
    assert [opens(client, name) for name in ("eva", "otto", "aude", "mallory") if cast.person(name)] == [403] * 3 + [
        404
    ]


def test_typing_a_price_is_seeing_one_and_nobody_who_scores_types_any(s):
    Selection.objects.update(phase=Phase.INVITE)
    line = {"item": "K02", "is_quoted": True, "scenarios": ["base"], "amounts": {0: 100}}
    costing.record_line(s.vendors["A"], **line, member=seat(s, "bo", "procurement"))
    assert s.member("bo").prices_seen_at
    with pytest.raises(PermissionDenied):
        costing.record_line(s.vendors["B"], **line, member=seat(s, "bo", "procurement", "evaluator"))
    assert (CostLine.objects.count(), s.member("bo").prices_seen_at) == (2, None)


@pytest.mark.parametrize("verb", ["remove_line", "record_seat_price", "remove_seat_price"])
def test_every_verb_on_prices_refuses_who_scores(s, verb):
    Selection.objects.update(phase=Phase.INVITE)
    costing.set_seat_plan(s.selection, plan={"base": [9] * 5}, member=s.member("chen"))
    price = costing.record_seat_price(s.vendors["A"], is_quoted=True, price=100, member=seat(s, "bo", "procurement"))
    about = {
        "remove_line": (s.vendors["A"], {"series": costing.series_of(s.selection)[0]}),
        "record_seat_price": (s.vendors["B"], {"is_quoted": True, "price": 100}),
        "remove_seat_price": (price, {}),
    }
    first, options = about[verb]
    with pytest.raises(PermissionDenied):
        getattr(costing, verb)(first, **options, member=seat(s, "bo", "procurement", "evaluator"))


def test_a_block_of_prices_that_is_only_tried_counts_as_seen(s, client):
    Selection.objects.update(phase=Phase.INVITE)
    CostLine.objects.all().delete()
    seat(s, "bo", "procurement")
    client.force_login(cast.person("bo"))
    body = {"block": "K01\t订阅\t是\t\t1\t1\t1\t1\t1", "unit": "one", "scenario": "base"}
    assert client.post("/s/S-0001/costs/lines/A/paste/", body).status_code == 200
    assert (CostLine.objects.count(), bool(s.member("bo").prices_seen_at)) == (0, True)


def test_before_the_first_cost_there_is_nothing_to_open(s, client):
    CostLine.objects.all().delete()
    Selection.objects.update(phase=Phase.DEFINE)
    seat(s, "bo", "procurement")
    client.force_login(cast.person("bo"))
    assert [client.get(f"/s/S-0001/{page}").status_code for page in ("costs/lines/", "costs/lines/A/add/")] == [200] * 2
    assert (s.member("bo").prices_seen_at, roles_of(s, client, "bo", "procurement", "evaluator")) == (None, 302)


# ---- where one person must do both


@pytest.mark.parametrize(("name", "roles"), [("bo", ["procurement"]), ("chen", ["chair", "procurement"])])
def test_the_committee_chooses_once_that_somebody_scores_knowing_the_prices(s, client, name, roles):
    Selection.objects.update(phase=Phase.INVITE, created_by=cast.person("chen"))
    seat(s, name, *roles)
    opens(client, name)
    other = "bo" if name == "chen" else "chen"
    assert roles_of(s, client, name, *roles, "evaluator", by=other) == 422
    client.force_login(cast.person(other))
    place = f"/s/S-0001/members/{s.member(name).pk}/prices/"
    assert client.post(place, {"prices-reason": "短"}).status_code == 422
    assert [client.post(place, {"prices-reason": REASON}).status_code for _ in range(2)] == [302, 422]
    assert roles_of(s, client, name, *roles, "evaluator", by=other) == 302
    assert (sees(s, client, name), blindness.knew_prices(s.member(name))) == (True, True)
    told = client.get("/s/S-0001/members/").content.decode()
    assert told.count(REASON) == 1


def test_nobody_chooses_for_themselves_while_another_organiser_can(s):
    Selection.objects.update(phase=Phase.INVITE)
    with pytest.raises(ValidationError, match="陈主席"):
        committee.allow_prices(s.member("bo"), by=s.member("bo"), reason=REASON)
    committee.remove(s.member("bo"), by=s.member("chen"))
    committee.allow_prices(s.member("chen"), by=s.member("chen"), reason=REASON)
    assert s.member("chen").knows_prices == REASON


def test_once_scoring_is_open_nobody_who_scores_blindly_is_let_see(s, client):
    seat(s, "bo", "procurement", "evaluator")
    with pytest.raises(ValidationError):
        committee.allow_prices(s.member("bo"), by=s.member("chen"), reason=REASON)
    assert roles_of(s, client, "bo", "procurement") == 302
    with pytest.raises(ValidationError):
        committee.allow_prices(s.member("bo"), by=s.member("chen"), reason=REASON)
    committee.allow_prices(s.member("chen"), by=s.member("bo"), reason=REASON)  # has seen, and may step in


def test_scoring_does_not_open_with_somebody_who_has_seen_prices_by_another_way(s):
    Selection.objects.update(phase=Phase.INVITE)
    Member.objects.filter(key="ed").update(prices_seen_at=timezone.now())
    ed = cast.person("ed").display_name
    assert [ed in sentence for sentence in rounds.opening_blockers(s.selection)] == [True]
    committee.allow_prices(s.member("ed"), by=s.member("chen"), reason=REASON)
    assert rounds.opening_blockers(s.selection) == []


def test_where_prices_are_not_sealed_nobody_is_blind_or_barred(s, client):
    Selection.objects.update(sealed_prices=False)
    seat(s, "bo", "procurement")
    assert sees(s, client, "bo")
    assert roles_of(s, client, "bo", "procurement", "evaluator") == 302
    assert (may_see_prices(s.member("bo")), blindness.knew_prices(s.member("bo"))) == (True, False)


def test_prices_that_lay_open_count_as_seen_once_they_are_sealed(s, client):
    Selection.objects.update(phase=Phase.DEFINE, sealed_prices=False)
    seat(s, "bo", "procurement")
    form = {"name_zh": "客服平台", "currency": "CNY", "zone": "Asia/Shanghai", "bar": "70", "lead": "2"}
    client.force_login(cast.person("chen"))
    body = form | {"version": s.selection.version, "sealed_prices": "on"}
    assert client.post("/s/S-0001/edit/", body).status_code == 302
    assert Event.objects.get(type=CommitteeEvent.PRICES_SEALED).payload.body == {"seen_by": ["bo"]}
    assert roles_of(s, client, "bo", "procurement", "evaluator") == 422


def test_committee_exceptions_and_working_name_who_scored_knowing_the_prices(client):
    made = finished.selection(Phase.DECIDE)
    run, _is_new = request_run(made)
    execute(run.pk)
    Selection.objects.update(sealed_prices=True)
    Member.objects.filter(key="xu").update(is_evaluator=True, knows_prices=REASON)
    told = [(row["kind"], row["person"]["key"], row["reason"]) for row in exceptions.of(Selection.objects.get())]
    assert told == [("knew_prices", "xu", REASON)]
    User.objects.update(language="en")
    client.force_login(User.objects.get(username="xu"))
    for page in ("members/", "results/exceptions/", "results/working/?vendor=A"):
        assert "scored knowing the prices" in client.get(f"/s/{made.code}/{page}").content.decode(), page


@pytest.mark.parametrize(
    ("phase", "has_costs", "is_recorded"),
    [(Phase.DEFINE, False, True), (Phase.DEFINE, True, False), (Phase.INVITE, False, False), (Phase.DONE, True, False)],
)
def test_selections_that_had_begun_say_that_it_was_not_recorded_before(s, client, phase, has_costs, is_recorded):
    Selection.objects.update(phase=phase)
    if not has_costs:
        CostLine.objects.all().delete()
    import_module("scoring.migrations.0004_who_saw_prices").say_so(apps, None)
    assert Selection.objects.get().prices_recorded == is_recorded
    User.objects.update(language="en")
    client.force_login(cast.person("chen"))
    said = "for the time until then, that is not known" in client.get("/s/S-0001/members/").content.decode()
    assert said != is_recorded


def test_committee_page_says_who_has_seen_prices(s, client):
    Member.objects.exclude(key="bo").update(prices_seen_at=None)
    User.objects.update(language="en")
    client.force_login(cast.person("eva"))
    [row] = [row for row in client.get("/s/S-0001/members/").content.decode().split("<tr>") if "has seen prices" in row]
    assert '<b class="t-b">Bo<' in row
