"""What any form of a selection keeps, the analysis accepts: the decision file stays valid after every post."""

from contextlib import suppress

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.decision_file import check, tree_rules
from analysis.decision_file.cost_rules import GAP, NO_PLAN, PLAN_LENGTH
from criteria import sealing
from criteria.forms import CategoryForm, LeafForm, NewCategoryForm, NewLeafForm
from criteria.models import Criterion, Kind, Rule
from poc.forms import ScenarioForm, TrialForm, WindowForm
from reports.decision_file import export
from scoring.forms import ScoreForm
from selection.forms.account import PersonForm
from selection.forms.frame import EditSelectionForm
from selection.models import Phase, Selection
from tests.reports import finished
from vendors import costing
from vendors.forms.costs import LineForm, ParametersForm, PasteCostsForm, SeatPlanForm, SeatPriceForm
from vendors.forms.facts import FactForm, PasteFactsForm
from vendors.forms.needs import JudgementForm, NeedForm
from vendors.forms.registry import ClaimForm, EvidenceForm, VendorForm, WithdrawForm
from vendors.models import CostLine, Fact

# What is not finished yet stands among what the seal or the opening of the round asks for.
BEFORE_THE_SEAL = {tree_rules.FEW_POINTS, tree_rules.CHILDLESS}
BEFORE_THE_ROUND = {GAP, PLAN_LENGTH, NO_PLAN}
NUMBERS = [
    *("", "0", "1", "7", "-1", "0.5", "99.99", "100", "100.01", "1,000", "９９", "abc", "1e400", "1e999999"),
    *("10000000", "10000001", "1000000000", "1000000001", "2147483647", "2147483648", "9999999999.999999"),
    *("999999999999", "1000000000000", "10000000000000.01", "99999999999999", "0.000001", "0.0000001"),
]
TYPED = (forms.TextInput, forms.NumberInput, forms.Textarea)
BEYOND = ["1000000001", "9999999999999", "0.0000001"]
RULED = "R-17"  # the need that a rule decides
CHARACTERS = ["a", "长", "e\u0301", "\u0958", "😀", "\n"]  # the fourth becomes two characters in Unicode form NFC


def forms_of(selection):
    """What makes address, fresh form and what else the post carries, for every form that feeds the decision file."""
    person = selection.members.get(key="chen").user
    vendor, other = selection.vendors.order_by("code")[:2]
    leaf = selection.criteria.filter(kind=Kind.RATED).first()
    measured = selection.criteria.filter(kind=Kind.MEASURED).first()
    category = selection.criteria.filter(kind=Kind.CATEGORY).first()
    price = selection.criteria.filter(kind=Kind.PRICE).first()
    need = selection.requirements.filter(moscow="must").exclude(code=RULED).first()
    ruled = selection.requirements.get(code=RULED)
    scenario = selection.poc_scenarios.first()
    line = CostLine.objects.filter(vendor=vendor).order_by("pk").first()
    series = costing.series_with(vendor, line.pk)
    measuring = selection.poc_scenarios.exclude(measures=None).first()
    plan = costing.seat_plan(selection)
    return {
        "basics": lambda: (at("edit_selection"), EditSelectionForm(instance=selection), {}),
        "person": lambda: (reverse("person", args=[person.pk]), PersonForm(instance=person), {}),
        "need": lambda: (at("needs_add"), NeedForm(selection), {"text_en": "x"}),
        "need with rule": lambda: (at("needs_edit", ruled.code), NeedForm.of(ruled), {}),
        "judgement": lambda: (
            at("needs_judge", need.code),
            JudgementForm(vendor, None),
            {f"{code}-state": "pending" for code in "ABCDE"},
        ),
        "vendor": lambda: (at("vendors_edit", vendor.code), VendorForm.of(vendor), {}),
        "new vendor": lambda: (at("vendors_add"), VendorForm(), {"name_en": "x"}),
        "withdrawal": lambda: (at("vendors_withdraw", other.code), WithdrawForm(), {}),
        "claim": lambda: (at("vendors_claim", vendor.code), ClaimForm(selection), {"claim-text": "x"}),
        "evidence": lambda: (at("vendors_evidence", vendor.code), EvidenceForm(selection), {"evidence-title": "x"}),
        "fact": lambda: (at("facts_cell", measured.code, vendor.code), FactForm(), {"version": "1", "value": "99.9"}),
        "pasted facts": lambda: (
            at("facts_paste"),
            PasteFactsForm(),
            {"write": "1", "block": block_of_facts(selection)},
        ),
        "cost": lambda: (
            at("cost_lines_add", vendor.code),
            LineForm(selection),
            {f"year_{year}": "5" for year in range(1, 6)} | {"label_en": "x"},
        ),
        "known cost": lambda: (at("cost_lines_edit", vendor.code, line.pk), LineForm(selection, series=series), {}),
        "removed cost": lambda: (at("cost_lines_remove", vendor.code, line.pk), forms.Form(), {}),
        "pasted costs": lambda: (at("cost_lines_paste", vendor.code), PasteCostsForm(selection), {"write": "1"}),
        "price a seat": lambda: (at("cost_lines_price", vendor.code), SeatPriceForm(selection), {"price": "5"}),
        "seat plan": lambda: (at("cost_lines_seats"), SeatPlanForm(selection, plan), {}),
        "parameters": lambda: (at("cost_lines_parameters"), ParametersForm(selection, costing.official(selection)), {}),
        "rated criterion": lambda: (at("weights_edit", leaf.code), LeafForm(leaf=leaf), {}),
        "measured criterion": lambda: (at("weights_edit", measured.code), LeafForm(leaf=measured), {}),
        "price criterion": lambda: (at("weights_edit", price.code), LeafForm(leaf=price), {}),
        "new criterion": lambda: (
            at("weights_add"),
            NewLeafForm(selection=selection),
            {"name_en": "x", "category": category.pk},
        ),
        "new category": lambda: (at("weights_add_category"), NewCategoryForm(), {"name_en": "x", "code": "NEW"}),
        "category": lambda: (at("weights_category", category.code), CategoryForm(category=category), {}),
        "window": lambda: (at("poc_window"), WindowForm(), {}),
        "new scenario": lambda: (at("poc_add_scenario"), ScenarioForm(selection), {"name_en": "x"}),
        "scenario": lambda: (at("poc_edit_scenario", scenario.code), ScenarioForm.of(scenario), {}),
        "trial": lambda: (
            at("poc_trial", measuring.code, vendor.code),
            TrialForm(),
            {"version": version_of(measuring, vendor), "result": "pass"},
        ),
        "mark": lambda: (at("save_score", leaf.code, vendor.code), ScoreForm(), {"operation": "x", "version": "1"}),
    }


def at(name, *codes):
    return reverse(name, args=["S-0007", *codes])


def block_of_facts(selection):
    codes = list(selection.vendors.values_list("code", flat=True))
    return "\t".join(["", *codes]) + "\nUP-1" + "\t99.5" * len(codes)


def version_of(scenario, vendor):
    trial = scenario.trials.filter(vendor=vendor).first()
    return trial.version if trial else 0


@pytest.fixture
def chair(db):
    """The demo before the seal, and a browser of somebody who may do everything there is to do."""
    selection = finished.selection(Phase.DEFINE)
    Selection.objects.filter(pk=selection.pk).update(sealed_at=None)
    measure(selection)
    member = selection.members.get(key="chen")
    member.is_chair = member.is_procurement = member.is_evaluator = True
    member.save()
    type(member.user).objects.filter(pk=member.user_id).update(is_site_admin=True)
    client = Client()
    client.force_login(member.user)
    return client


def measure(selection):
    """A measured criterion, with facts, a must-have that it decides and a scenario that measures it."""
    above = selection.criteria.filter(kind=Kind.CATEGORY).first()
    scale = {"unit_en": "%", "decimals": 2, "minimum": "0", "maximum": "100"}
    curve = {"curve": "piecewise", "points": [["90", "0"], ["100", "100"]]}
    about = {"kind": Kind.MEASURED, "name_en": "Availability", "dimension": "technology", "parent": above}
    leaf = Criterion.objects.create(selection=selection, code="UP-1", position=99, **about, **scale, **curve)
    for vendor in selection.vendors.all():
        Fact.objects.create(vendor=vendor, criterion=leaf, value="99.9", level="documented")
    need = selection.requirements.get(code=RULED)
    need.judgements.all().delete()
    Rule.objects.create(requirement=need, criterion=leaf, operator=">=", threshold="99.5")
    selection.poc_scenarios.filter(pk=selection.poc_scenarios.last().pk).update(measures=leaf)


def texts(longest):
    """Nothing, one character, and lengths around the limit, in letters that count differently."""
    lengths = st.sampled_from(sorted({0, 1, 40, longest // 2, max(longest - 1, 0), longest, longest + 1}))
    return st.builds(lambda length, character: character * length, lengths, st.sampled_from(CHARACTERS))


def value_of(draw, field):
    """Something that a person, or a program, may send in this field."""
    choices = [str(key) for key, _name in _flat(getattr(field, "choices", []))]
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return draw(st.lists(st.sampled_from(choices), unique=True, max_size=3)) if choices else []
    if choices:
        return draw(st.sampled_from(choices))
    if isinstance(field, forms.BooleanField):
        return draw(st.sampled_from(["on", ""]))
    if isinstance(field, forms.DateField):
        return draw(st.sampled_from(["", "2026-12-25", "0001-01-01", "9999-12-31", "2027-02-30"]))
    if field.widget.attrs.get("spellcheck") == "false":
        return draw(st.builds(block, st.sampled_from(NUMBERS), texts(200), st.sampled_from(["K01", "K02", "K99"])))
    is_number = "inputmode" in field.widget.attrs or isinstance(field, forms.IntegerField)
    longest = getattr(field, "max_length", None) or 200
    return draw(st.sampled_from(NUMBERS)) if is_number else draw(st.one_of(texts(longest), st.sampled_from(NUMBERS)))


def block(number, label, item):
    """A row as it is copied from a spreadsheet, of costs or of facts."""
    words = label.replace("\n", " ")
    return "\t".join([item, words, "yes", number, *["5"] * 5])


def _flat(choices):
    for key, name in choices:
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield key, name


def some_of(draw, form):
    """A few fields written anew."""
    wanted = draw(st.lists(st.sampled_from(sorted(form.fields)), max_size=4, unique=True)) if form.fields else []
    return {name: value_of(draw, form.fields[name]) for name in wanted if name not in ("seen", "version", "operation")}


def post_of(form, changed, more):
    """The form as it stands, with some of its fields written anew."""
    data = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        choices = [key for key, _name in _flat(getattr(field, "choices", [])) if key]
        first = str(choices[0]) if field.required and choices else ""
        data[form.add_prefix(name)] = first if value is None else value
    data |= more | {form.add_prefix(name): value for name, value in changed.items()}
    return {name: value for name, value in data.items() if value is not False}


def unfinished(selection):
    """What may be wrong while people are still at it, because the next step asks for it."""
    known = set()
    if sealing.blockers(selection):
        known |= BEFORE_THE_SEAL
    if costing.refused(selection):
        known |= BEFORE_THE_ROUND
    return known


def many(examples):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=checks)


@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.campaign)])
def test_verbs_refuse_what_the_file_cannot_hold_whatever_the_page_let_through(chair, monkeypatch, share):
    """Every field of every form, or every tenth, beyond each limit, while no form counts characters."""
    monkeypatch.setattr(MaxLengthValidator, "compare", lambda _self, _length, _most: False)
    found = []
    for name, make in forms_of(Selection.objects.get(code="S-0007")).items():
        _address, form, _more = make()
        for field in _walked(form)[::share]:
            for value in _beyond(form.fields[field]):
                with transaction.atomic():
                    with suppress(ValidationError):  # a verb's refusal, whatever the page makes of it
                        found += _left(chair, name, lambda form, field=field, value=value: {field: value})
                    transaction.set_rollback(True)
    assert not found, "\n".join(found)


def _walked(form):
    """The fields that take a text or a number; of a row of like ones the first two."""
    typed = [name for name, field in form.fields.items() if type(field.widget) in TYPED]
    like = {}
    for name in typed:
        like.setdefault(name.rstrip("0123456789"), []).append(name)
    return [name for names in like.values() for name in names[:2]]


def _beyond(field):
    if field.widget.attrs.get("spellcheck") == "false":
        return [block("5", "a" * 201, "K02"), block("99999999999999", "a", "K02"), "UP-1\t9999999999999"]
    is_number = "inputmode" in field.widget.attrs or isinstance(field, forms.IntegerField)
    return BEYOND if is_number else ["长" * 2001 + "e" * 8000]


@many(25)
@given(data=st.data())
def test_the_file_stays_valid_whatever_is_sent(chair, data):
    _send_some(chair, data.draw)


@pytest.mark.campaign
@many(3000)
@given(data=st.data())
def test_the_file_stays_valid_whatever_is_sent_for_an_hour(chair, data):
    _send_some(chair, data.draw)


def _send_some(client, draw):
    with transaction.atomic():
        names = sorted(forms_of(Selection.objects.get(code="S-0007")))
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)):
            assert _left(client, name, lambda form: some_of(draw, form)) == []
        transaction.set_rollback(True)


def _left(client, name, changes):
    """Send a form with these changes; the faults of the file that nothing will ask to be mended."""
    selection = Selection.objects.get(code="S-0007")
    if name in ("mark", "trial"):
        Selection.objects.filter(pk=selection.pk).update(phase=Phase.SCORE)
    address, form, more = forms_of(selection)[name]()
    changed = changes(form)
    client.post(address, post_of(form, changed, more))
    Selection.objects.filter(pk=selection.pk).update(phase=Phase.DEFINE)
    selection.refresh_from_db()
    faults = check(export.build(selection)).faults
    waiting = unfinished(selection) if faults else set()
    left = [fault for fault in faults if fault.template not in waiting]
    return [f"{name}, {', '.join(changed)}: {fault.pointer} {fault.message[:80]}" for fault in left]
