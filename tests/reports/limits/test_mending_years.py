"""Has everything that check_selections can name a form that puts it right, or a word why it cannot be stored?"""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from analysis.decision_file import check, cost_rules, index, reference_rules, scalars, shapes, tree_rules
from criteria import canonical
from criteria.models import Rule
from reports.decision_file import export
from reports.limits.mending import even
from reports.limits.places import broken
from reports.limits.years import off_plan
from selection.events import CourseEvent
from selection.models import Event, LateAct, Phase, Selection
from tests.reports import finished
from tests.reports.decision_file.test_forms_and_file import measure
from vendors.models import CostLine, Fact, SeatPlan, SeatPrice, Vendor

REASON = "The earlier version let these years be left out."
pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    selection = finished.selection(Phase.CONSENSUS)
    measure(selection)
    Selection.objects.filter(pk=selection.pk).update(sealed_at=timezone.now())
    selection.refresh_from_db()
    return selection


@pytest.fixture
def chair(made):
    return made.members.select_related("selection", "user").get(is_chair=True)


@pytest.fixture
def client(chair):
    client = Client()
    client.force_login(chair.user)
    return client


def lines(item="K01", scenario="base"):
    return CostLine.objects.filter(vendor__code="B", item=item, scenario=scenario)


def first(model, **values):
    model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**values)


def a_price_without_plan():
    SeatPrice.objects.create(vendor=Vendor.objects.get(code="C"), item="K01", price=9_900)
    SeatPlan.objects.filter(scenario="fast").delete()


def a_year_too_late():
    late = {"scenario": "base", "year": 7, "amount": 70_00}
    CostLine.objects.create(vendor=Vendor.objects.get(code="B"), item="K02", **late)


def a_path_that_is_not_listed():
    SeatPlan.objects.filter(scenario="slow").update(scenario="steady")


# What may be stored, by the refusal of the file: how it got there, and what is typed into the form.
STORED = {
    scalars.TOO_LONG: (lambda: first(Vendor, withdrawn="x" * 2001), {"value": "x"}),
    scalars.BELOW: (lambda: Selection.objects.update(budget_target=-5), {"value": "0"}),
    scalars.ABOVE: (lambda: SeatPlan.objects.filter(scenario="slow", year=2).update(seats=10**8), {"value": "400"}),
    scalars.NOT_DECIMAL: (lambda: Rule.objects.update(threshold="99.12345678"), {"value": "99.123457"}),
    reference_rules.BELOW_SCALE: (lambda: first(Fact, value="-0.5"), {"value": "0"}),
    reference_rules.ABOVE_SCALE: (lambda: first(Fact, value="100.5"), {"value": "100"}),
    cost_rules.GAP: (lambda: lines().filter(year__in=[3, 4]).delete(), {"year_3": "30万", "year_4": "0"}),
    cost_rules.PLAN_LENGTH: (
        lambda: SeatPlan.objects.filter(scenario="fast", year__gte=4).delete(),
        {"year_4": "586", "year_5": "732"},
    ),
    cost_rules.NO_PLAN: (a_price_without_plan, {f"year_{year}": str(300 + year) for year in range(1, 6)}),
    cost_rules.LATE_YEAR: (a_year_too_late, {}),
    cost_rules.NO_SCENARIO: (a_path_that_is_not_listed, {}),
}
# What no row of the database can be, and why not.
KEPT_OUT = {
    "a column has one type": {scalars.NOT_TEXT, scalars.NOT_INTEGER, scalars.NOT_FLAG, scalars.NOT_DATE},
    "chosen from a list": {scalars.NOT_CHOICE, scalars.MISMATCH, scalars.NOT_CODE, tree_rules.NO_BASIS},
    "no form field takes one": {scalars.CONTROL},
    "kept in hundredths, read with six places": {scalars.TOO_FINE},
    "written by our own exporter": {
        *(shapes.UNKNOWN, shapes.ABSENT, shapes.DUPLICATE_KEY),
        *(shapes.NOT_LIST, shapes.NOT_OBJECT, shapes.WRONG_LENGTH, tree_rules.NOT_HERE),
    },
    "a foreign key or a unique one": {
        index.TWICE,
        *(reference_rules.NO_CRITERION, reference_rules.NO_MEASURED, reference_rules.NO_RATED),
        *(reference_rules.NO_VENDOR, reference_rules.NO_PERSON, reference_rules.ROUND_GAP),
        *(tree_rules.CYCLE, tree_rules.NO_PARENT, tree_rules.TOP_ONLY, tree_rules.WRONG_PARENT),
        *(tree_rules.NO_HEADING, tree_rules.OTHER_HEADING, tree_rules.NO_CATEGORY),
    },
    "refused from the first release on by the verb that writes it": {
        *(shapes.NO_NAME, reference_rules.NO_TEXT, reference_rules.REVERSED),
        *(tree_rules.SCALE_ENDS, tree_rules.X_ORDER, tree_rules.V_BOUNDS, tree_rules.V_ORDER),
        *(tree_rules.LOG_POINTS, tree_rules.LOG_BOUNDS, tree_rules.LOG_PRICE),
    },
    "asked for by the seal": {
        *(tree_rules.SUM_TOP, tree_rules.SUM_LEAVES, tree_rules.CHILDLESS),
        *(tree_rules.FEW_POINTS, tree_rules.BOTH_ENDS),
    },
}


def test_every_refusal_of_the_file_has_a_form_or_a_word_why_it_needs_none():
    modules = (cost_rules, index, reference_rules, scalars, shapes, tree_rules)
    refusals = {
        text
        for module in modules
        for name, text in vars(module).items()
        if name.isupper() and isinstance(text, str) and " " in text
    }
    assert refusals == set(STORED) | set().union(*KEPT_OUT.values())
    assert sum(map(len, KEPT_OUT.values())) + len(STORED) == len(refusals)


@pytest.mark.parametrize("template", STORED, ids=lambda text: text[:24])
def test_what_the_command_names_has_a_form_that_puts_it_right(made, client, capsys, template):
    store, typed = STORED[template]
    store()
    made.refresh_from_db()
    with pytest.raises(SystemExit):
        call_command("check_selections")
    assert "S-0007 · " in capsys.readouterr().out
    address = reverse("mending", args=["S-0007"])
    for _again in range(5):  # a scenario that is listed anew may ask for its years
        form = next(iter(client.get(address).context["forms"]), None)
        if form is None:
            break
        values = typed if set(typed) <= set(form.fields) else {}
        sent = {f"{form.prefix}-{name}": value for name, value in (values | {"reason": REASON}).items()}
        assert client.post(address, sent | {"place": form.prefix}).status_code == 302, form.place
    made.refresh_from_db()
    assert (broken(made), off_plan(made), check(export.build(made)).faults) == ([], [], ())
    call_command("check_selections")


def test_filled_years_are_added_to_the_cost_and_leave_the_others_alone(made, chair):
    before = dict(lines().values_list("year", "amount"))
    lines().filter(year=3).delete()
    [found] = off_plan(made)
    even(made, place=found.key, values={3: "1,234.50"}, member=chair, reason=REASON)
    assert dict(lines().values_list("year", "amount")) == before | {3: 123_450}
    assert len({(line.label_zh, line.is_quoted) for line in lines()}) == 1
    event, act = Event.objects.get(type=CourseEvent.MENDED), LateAct.objects.get()
    assert (event.reason, event.object, act.object) == (REASON, found.where, found.where)
    seal = canonical.digest(made)
    assert act.payload == {"field": "amount", "value": ["", "3: 1234.5"], "seal": [seal, seal]}
    assert act.before != act.after


@pytest.mark.parametrize(
    ("values", "field"), [({3: "a lot"}, "year_3"), ({3: ""}, "year_3"), ({3: "99999999999999"}, "year_3")]
)
def test_a_year_that_cannot_be_read_is_refused_at_its_field(made, chair, values, field):
    lines().filter(year=3).delete()
    [found] = off_plan(made)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        even(made, place=found.key, values=values, member=chair, reason=REASON)
    assert list(refused.value.message_dict) == [field]
    assert not lines().filter(year=3).exists()


def test_a_withdrawn_vendor_and_a_one_off_cost_have_no_gap(made):
    lines("K02").filter(year__gte=2).delete()
    Vendor.objects.filter(code="B").update(withdrawn="left the tender")
    lines().filter(year=3).delete()
    assert off_plan(made) == []


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE])
def test_before_the_round_the_next_step_asks_and_not_this_page(made, phase):
    lines().filter(year=3).delete()
    Selection.objects.filter(pk=made.pk).update(phase=phase)
    made.refresh_from_db()
    assert off_plan(made) == []


def test_what_no_form_puts_right_is_named_on_the_page(made, client):
    made.criteria.filter(parent=None).update(weight=1)
    page = client.get(reverse("mending", args=["S-0007"]))
    assert [line.partition(" ")[0] for line in page.context["others"]] == ["/criteria/0/weight"]
    text = page.content.decode()
    assert ("/criteria/0/weight" in text, "t-empty" in text) == (True, False)


def test_amounts_among_the_exceptions_are_written_in_whole_units(made, chair, client):
    line = lines().order_by("year").first()
    CostLine.objects.filter(pk=line.pk).update(amount=10**16)
    form = next(iter(client.get(reverse("mending", args=["S-0007"])).context["forms"]))
    sent = {"place": form.prefix, f"{form.prefix}-value": "1,000.50", f"{form.prefix}-reason": REASON}
    assert client.post(reverse("mending", args=["S-0007"]), sent).status_code == 302
    assert LateAct.objects.get().payload["value"] == ["100000000000000", "1000.5"]
