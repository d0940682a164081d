"""How does a selection start: blank, from a template, from an earlier one, or from a decision file?"""

import json

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from criteria import content
from criteria.copying import price_points
from criteria.models import Kind
from criteria.templates import latest
from desk import starting
from reports.decision_file import export
from scoring.models import Score
from selection.models import Event, Member, Phase, Selection, User
from tests import cast
from tests.scoring.scene import scene
from vendors.models import CostLine, Fact, SeatPlan

pytestmark = pytest.mark.django_db
NAME = {"name_zh": "新平台"}


@pytest.fixture
def chen(client):
    client.force_login(cast.person("chen"))
    return client


def start(client, **fields):
    return client.post("/selections/new/", NAME | fields)


def test_a_name_is_enough(chen):
    answer = start(chen, source="blank")
    made = Selection.objects.get()
    assert (answer["Location"], made.name_zh, made.criteria.count()) == ("/s/S-0001/", "新平台", 0)
    assert [(member.user.username, member.roles) for member in made.members.all()] == [("chen", ["chair"])]


def test_without_a_name_nothing_starts_and_the_rest_stays(chen):
    answer = start(chen, source="blank", name_zh="", seats_now="300")
    assert (answer.status_code, Selection.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {"name_zh": ["请填写名称。"]}
    assert answer.context["form"]["seats_now"].value() == "300"


def test_the_frame_is_kept_with_money_in_minor_units(chen):
    frame = {
        "budget_ceiling": "640.5",
        "budget_target": "180",
        "seats_now": "300",
        "seats_3y": "500",
        "seats_5y": "732",
    }
    start(chen, source="blank", daily_enquiries="900", decision_date="2026-03-27", **frame)
    made = Selection.objects.get()
    assert (made.budget_ceiling, made.budget_target) == (640_500_000, 180_000_000)
    assert (made.seats_now, made.seats_3y, made.seats_5y, made.daily_enquiries) == (300, 500, 732, 900)
    assert str(made.decision_date) == "2026-03-27"


def test_in_english_budgets_are_typed_in_thousands(client):
    client.force_login(cast.person("eva", language="en"))
    client.post("/selections/new/", {"name_en": "Platform", "source": "blank", "budget_ceiling": "6400"})
    assert Selection.objects.get().budget_ceiling == 640_000_000


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("budget_ceiling", "-1"),
        ("budget_ceiling", "NaN"),
        ("seats_now", "-3"),
        ("seats_now", "1e9"),
        ("decision_date", "x"),
    ],
)
def test_odd_values_are_named(chen, field, typed):
    answer = start(chen, source="blank", **{field: typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_target_above_the_ceiling_is_refused(chen):
    answer = start(chen, source="blank", budget_ceiling="100", budget_target="200")
    assert list(answer.context["form"].errors) == ["budget_target"]


def test_a_template_brings_criteria_and_weights(chen):
    content.load()
    start(chen, source="template", template=str(latest("retail").pk), depth="short")
    made = Selection.objects.get()
    assert (made.template_key, made.template_depth, made.criteria.filter(parent=None).count()) == ("retail", "short", 5)
    assert made.requirements.count() > 0


def test_a_depth_that_a_template_lacks_starts_nothing(chen):
    content.load()
    answer = start(chen, source="template", template=str(latest("three-dimensions").pk), depth="short")
    assert (answer.status_code, Selection.objects.count()) == (422, 0)


def earlier():
    made = scene(Phase.SCORE)
    made.fill("eva")
    Fact.objects.create(vendor=made.vendors["A"], criterion=made.criteria["T2"], value="99")
    CostLine.objects.create(vendor=made.vendors["A"], item="K01", label_zh="订阅", year=1, amount=5000)
    return made


def test_an_earlier_selection_brings_criteria_vendors_and_costs(chen):
    made = earlier()
    seat = Member.objects.get(selection=made.selection, user__username="chen")
    start(chen, source="earlier", earlier=str(seat.pk), seats_now="50")
    new = Selection.objects.get(code="S-0002")
    old = export.build(made.selection)
    copy = export.build(new)
    assert (copy["criteria"], copy["seat_plan"]) == (old["criteria"], old["seat_plan"])
    assert [(vendor["name"], vendor["costs"]) for vendor in copy["vendors"]] == [
        (vendor["name"], vendor["costs"]) for vendor in old["vendors"]
    ]
    assert (new.name_zh, new.name_en, new.phase, new.seats_now) == ("新平台", "", "define", 50)


def test_an_earlier_selection_brings_no_scores_facts_or_people(chen):
    made = earlier()
    seat = Member.objects.get(selection=made.selection, user__username="chen")
    start(chen, source="earlier", earlier=str(seat.pk))
    new = Selection.objects.get(code="S-0002")
    assert Score.objects.filter(round__selection=new).count() == 0
    assert Fact.objects.filter(vendor__selection=new).count() == 0
    assert [member.user.username for member in new.members.all()] == ["chen"]
    assert new.seed != made.selection.seed


def seats(selection):
    found = selection.members.filter(removed_at=None).order_by("key").prefetch_related("assignments__criterion")
    return {
        row.key: (row.roles, row.department, [made.criterion.code for made in row.assignments.all()]) for row in found
    }


def test_an_earlier_selection_brings_its_committee_when_that_is_asked(chen):
    made = earlier()
    made.committee.eva.assignments.create(criterion=made.criteria["T"])
    Member.objects.filter(key="chen").update(department="finance", is_evaluator=True)
    Member.objects.filter(key="otto").update(removed_at="2026-01-01T00:00Z")
    before = seats(made.selection)
    seat = Member.objects.get(selection=made.selection, user__username="chen")
    answer = start(chen, source="earlier", earlier=str(seat.pk), with_committee="on")
    new = Selection.objects.get(code="S-0002")
    assert seats(new) == before
    assert [code for _roles, _department, code in before.values() if code] == [["T"]]
    assert Score.objects.filter(round__selection=new).count() == 0
    added = Event.objects.filter(chain__selection=new, type="selection.member_added").count()
    assert added == len(before) - 1
    assert "Not seated" not in chen.get(answer["Location"]).content.decode()


def test_deactivated_accounts_stay_behind_and_are_named(chen):
    made = earlier()
    User.objects.filter(username="chen").update(language="en")
    User.objects.filter(username__in=("eva", "aude")).update(is_active=False)
    seat = Member.objects.get(selection=made.selection, user__username="chen")
    answer = start(chen, source="earlier", earlier=str(seat.pk), with_committee="on")
    assert set(seats(made.selection)) - set(seats(Selection.objects.get(code="S-0002"))) == {"eva", "aude"}
    page = chen.get(answer["Location"]).content.decode()
    assert "Not seated, because they have no account or it is deactivated: Eva, Aude." in page


def test_who_only_evaluated_brings_the_committee_and_chairs_too(client):
    made = earlier()
    client.force_login(cast.person("eva"))
    seat = Member.objects.get(selection=made.selection, user__username="eva")
    start(client, source="earlier", earlier=str(seat.pk), with_committee="on")
    new = Selection.objects.get(code="S-0002")
    assert seats(new) == seats(made.selection) | {"eva": (["chair", "evaluator"], "other", [])}


def test_hidden_prices_are_not_copied(client):
    made = earlier()
    client.force_login(cast.person("eva"))
    seat = Member.objects.get(selection=made.selection, user__username="eva")
    start(client, source="earlier", earlier=str(seat.pk))
    assert CostLine.objects.filter(vendor__selection__code="S-0002").count() == 0


def test_another_committees_selection_cannot_be_copied(chen):
    other = cast.committee("S-0002", people=("mallory",))
    answer = start(chen, source="earlier", earlier=str(other.mallory.pk))
    assert (answer.status_code, Selection.objects.count()) == (422, 1)


def upload(client, data, **fields):
    file = SimpleUploadedFile("decision.json", data, "application/json")
    return client.post("/selections/new/", {"source": "file", "file": file, **fields})


EXAMPLE = (settings.BASE_DIR / "fixtures" / "demo" / "S-0008.json").read_bytes()


def test_a_decision_file_brings_a_whole_selection(chen):
    assert upload(chen, EXAMPLE)["Location"] == "/s/S-0001/"
    new = Selection.objects.get()
    assert (new.phase, new.name_zh, new.is_demo) == ("consensus", "智能客服与质检平台", False)
    assert Member.objects.get(selection=new, user__username="chen").is_chair
    types = Event.objects.filter(chain__selection=new).order_by("sequence").values_list("type", flat=True)
    assert list(types) == ["selection.imported", "selection.baseline"]


def test_codes_cannot_be_asked_for_with_a_file(chen):
    cast.committee("S-0009", people=("mallory",))
    free, taken = (EXAMPLE.replace(b'"S-0008"', code) for code in (b'"S-0123"', b'"S-0009"'))
    assert [upload(chen, data)["Location"] for data in (free, taken)] == ["/s/S-0001/", "/s/S-0002/"]


def test_the_same_file_again_is_told_to_who_sits_on_the_first(chen):
    code = upload(chen, EXAMPLE)["Location"].split("/")[2]
    assert told(upload(chen, EXAMPLE)) == [f"同一个文件之前已导入：{code}。"]
    bo = Client()
    bo.force_login(cast.person("bo"))
    assert told(upload(bo, EXAMPLE)) == []


def told(answer):
    return [str(said) for said in get_messages(answer.wsgi_request) if said.level_tag == "warning"]


def test_people_of_a_decision_file_have_no_accounts(chen):
    upload(chen, EXAMPLE)
    seats = Member.objects.filter(selection__code="S-0001")
    assert list(seats.exclude(user=None).values_list("user__username", "key")) == [("chen", "chen2")]
    assert seats.filter(user=None).count() == len(json.loads(EXAMPLE)["people"])
    assert list(User.objects.values_list("username", flat=True)) == ["chen"]


def test_who_is_called_like_somebody_in_the_file_does_not_become_them(client):
    client.force_login(cast.person("gu"))
    upload(client, EXAMPLE)
    assert Member.objects.get(key="gu").user is None
    own = Member.objects.get(user__username="gu")
    assert (own.key, own.roles) == ("gu2", ["chair"])


def test_a_file_with_faults_names_them_and_stores_nothing(chen):
    faulty = json.loads(EXAMPLE)
    faulty["criteria"][1]["parent"] = faulty["criteria"][1]["code"]
    answer = upload(chen, json.dumps(faulty).encode())
    assert (answer.status_code, Selection.objects.count(), User.objects.count()) == (422, 0, 1)
    assert "/criteria/1/parent" in [fault["pointer"] for fault in answer.context["faults"]]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"{", b'{"format": "touchstone-decision/1"}'])
def test_what_is_no_decision_file_is_refused(chen, data):
    assert (upload(chen, data).status_code, Selection.objects.count()) == (422, 0)


def test_the_edit_page_shows_what_rests_after_the_seal(client):
    made = cast.committee(phase=Phase.INVITE)
    client.force_login(made.bo.user)
    form = client.get("/s/S-0001/edit/").context["form"]
    assert (form.fields["bar"].disabled, form.fields["name_zh"].disabled, form["bar"].value()) == (True, False, "70")


def test_the_edit_page_saves_in_the_units_people_read(client):
    made = cast.committee()
    client.force_login(made.bo.user)
    frame = {"version": "1", "zone": "Europe/Berlin", "currency": "EUR", "bar": "75", "lead": "1.5"}
    assert client.post("/s/S-0001/edit/", NAME | frame)["Location"] == "/s/S-0001/"
    kept = Selection.objects.get()
    assert (kept.bar, kept.lead, kept.zone, kept.sealed_prices) == (7500, 150, "Europe/Berlin", False)


def priced(**fields):
    """A selection with one price criterion, worth what its budget says."""
    made = cast.committee(budget_target=180_000_000, budget_ceiling=640_000_000, **fields)
    points = price_points(made.selection)
    made.selection.criteria.create(code="C1", kind=Kind.PRICE, name_zh="价格", curve="piecewise", points=points)
    return made


def test_the_price_follows_the_edited_budget(client):
    made = priced()
    client.force_login(made.bo.user)
    frame = {"version": "1", "zone": "Asia/Shanghai", "currency": "CNY", "bar": "75", "lead": "2"}
    client.post("/s/S-0001/edit/", NAME | frame | {"budget_target": "200", "budget_ceiling": "500"})
    assert made.selection.criteria.get().points == [["2000000", "100"], ["5000000", "0"]]
    client.post("/s/S-0001/edit/", NAME | frame | {"version": "2", "budget_target": "600", "budget_ceiling": "500"})
    assert made.selection.criteria.get().points == [["2000000", "100"], ["5000000", "0"]]


def test_an_edit_without_a_new_budget_leaves_the_price(client):
    made = priced()
    kept = starting.edit(made.selection, member=made.bo, version=1, name_zh="新名")
    assert (kept, Event.objects.filter(type="criteria.criterion_revised").count()) == ([], 0)


def test_a_selection_after_an_earlier_one_has_the_price_of_its_own_budget(client):
    earlier = priced().chen
    made = starting.from_earlier(earlier, actor=earlier.user, name_zh="新", name_en="", budget_target=200_000_000)
    assert made.criteria.get(code="C1").points == [["2000000", "100"], ["6400000", "0"]]


def test_a_stale_edit_keeps_what_was_typed(client):
    made = cast.committee()
    client.force_login(made.bo.user)
    Selection.objects.update(version=2, name_zh="别人的名字")
    frame = {"version": "1", "zone": "Asia/Shanghai", "currency": "CNY", "bar": "75", "lead": "2"}
    answer = client.post("/s/S-0001/edit/", NAME | frame)
    assert (answer.status_code, answer.context["form"]["name_zh"].value()) == (422, "新平台")
    assert Selection.objects.get().name_zh == "别人的名字"


def test_deleting_asks_for_the_name(client):
    made = cast.committee()
    client.force_login(made.chen.user)
    assert client.get("/s/S-0001/delete/").status_code == 200
    assert client.post("/s/S-0001/delete/", {"typed": "x"}).status_code == 422
    assert client.post("/s/S-0001/delete/", {"typed": "客服平台"})["Location"] == "/"
    assert Selection.objects.count() == 0


def test_cancelling_asks_for_a_reason(client):
    made = cast.committee(phase=Phase.SCORE)
    client.force_login(made.chen.user)
    assert client.post("/s/S-0001/cancel/", {"reason": ""}).status_code == 422
    client.post("/s/S-0001/cancel/", {"reason": "公司取消了这笔预算，选型终止"})
    assert Selection.objects.get().phase == "cancelled"


def test_archiving_and_back(client):
    made = cast.committee(phase=Phase.DONE)
    client.force_login(made.bo.user)
    client.post("/s/S-0001/archive/")
    assert Selection.objects.get().archived_at
    client.post("/s/S-0001/archive/", {"back": "1"})
    assert Selection.objects.get().archived_at is None


def test_the_first_cost_year_can_be_set_and_left_open(chen):
    start(chen, source="blank", decision_date="2026-12-25", first_cost_year="2028")
    made = Selection.objects.get()
    assert (made.first_cost_year, export.build(made)["selection"]["first_cost_year"]) == (2028, 2028)


def test_a_copy_carries_the_seat_plan_and_neither_day_nor_first_year(chen):
    made = scene(Phase.INVITE).selection
    made.scenarios = ["base", "fast"]
    made.first_cost_year = 2031
    made.save()
    SeatPlan.objects.bulk_create(
        SeatPlan(selection=made, scenario=code, year=year, seats=10 * year)
        for code in ("base", "fast")
        for year in range(1, 6)
    )
    seat = made.members.get(key="chen")
    copy = starting.from_earlier(seat, actor=seat.user, name_zh="又一次", name_en="")
    assert export.build(copy)["seat_plan"] == {"base": [10, 20, 30, 40, 50], "fast": [10, 20, 30, 40, 50]}
    assert (copy.decision_date, copy.first_cost_year) == (None, None)


def test_a_copy_of_marks_that_do_not_count_has_none(chen):
    made = scene(Phase.INVITE).selection
    made.members.filter(key="eva").update(marks_count=False, not_counted_reason="Left the committee in March")
    seat = made.members.get(key="chen")
    copy = starting.from_earlier(seat, actor=seat.user, name_zh="又一次", name_en="")
    assert export.build(copy)["format"] == "touchstone-decision/1"
