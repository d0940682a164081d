"""Is a criterion that tells nobody apart named before the seal, and only to those who may see why?"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from selection.models import Phase, Selection, User
from tests.scoring.scene import scene
from vendors.apart import flat_facts, flat_for, flat_prices
from vendors.models import CostLine, Fact

pytestmark = pytest.mark.django_db
FLAT_PRICE = "every 5-year total cost lies beyond the end of the scale at CNY 200k and is worth 0 points"
FLAT_FACT = "every fact lies beyond the end of the scale at 90% and is worth 0 points"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def s():
    made = scene(Phase.DEFINE)
    price = made.criteria["P1"]
    price.basis, price.curve, price.points = "tco", "piecewise", [["100000", "100"], ["200000", "0"]]
    price.save()
    return made


def pay(made, **amounts):
    CostLine.objects.all().delete()
    for code, amount in amounts.items():
        CostLine.objects.create(vendor=made.vendors[code], item="K01", year=1, amount=amount, is_quoted=True)


def measure(made, **values):
    Fact.objects.all().delete()
    for code, value in values.items():
        Fact.objects.create(vendor=made.vendors[code], criterion=made.criteria["T2"], value=value)


def said(flat):
    return [(row.criterion.code, row.text.split(",")[0]) for row in flat]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ({"A": 79_000_000, "B": 97_000_000}, [("P1", FLAT_PRICE)]),
        ({"A": 19_000_000, "B": 97_000_000}, []),
        ({"A": 79_000_000}, []),
        ({"A": 15_000_000, "B": 15_000_000}, [("P1", "every vendor has the same value")]),
        ({}, []),
    ],
)
def test_prices_beyond_the_scale_are_named(s, amounts, found):
    s.selection.discount_rate = 0
    pay(s, **amounts)
    assert said(flat_prices(s.selection)) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"A": "80", "B": "42"}, [("T2", FLAT_FACT)]),
        ({"A": "95", "B": "95"}, [("T2", "every vendor has the same value")]),
        ({"A": "95", "B": "42"}, []),
        ({"A": "80"}, []),
    ],
)
def test_facts_beyond_the_scale_are_named(s, values, found):
    measure(s, **values)
    assert said(flat_facts(s.selection)) == found


def test_a_criterion_without_weight_and_a_vendor_who_left_are_no_matter(s):
    measure(s, A="80", B="42")
    s.criteria["T2"].weight = 0
    s.criteria["T2"].save()
    assert flat_facts(s.selection) == []
    s.criteria["T2"].weight = 3000
    s.criteria["T2"].save()
    type(s.vendors["B"]).objects.filter(code="B").update(withdrawn="Left")
    assert flat_facts(s.selection) == []


@pytest.mark.parametrize(
    ("name", "phase", "sees"),
    [
        ("chen", Phase.DEFINE, True),
        ("bo", Phase.INVITE, True),
        ("eva", Phase.DEFINE, False),
        ("otto", Phase.SCORE, False),
        ("eva", Phase.CONSENSUS, True),
    ],
)
def test_what_prices_do_is_told_to_those_who_may_see_them(s, name, phase, sees):
    pay(s, A=79_000_000, B=97_000_000)
    Selection.objects.update(phase=phase)
    assert [row.criterion.code for row in flat_for(s.member(name))] == (["P1"] if sees else [])


def test_an_organiser_who_scores_is_kept_blind(s):
    pay(s, A=79_000_000, B=97_000_000)
    s.selection.members.filter(key="bo").update(is_evaluator=True)
    Selection.objects.update(phase=Phase.SCORE)
    assert flat_for(s.member("bo")) == []
    Selection.objects.update(phase=Phase.CLOSED)
    assert said(flat_for(s.member("bo"))) == [("P1", FLAT_PRICE)]


@pytest.mark.parametrize("page", ["seal", "costs", "cost_lines"])
def test_pages_say_it_where_it_can_still_be_changed(s, page):
    pay(s, A=79_000_000, B=97_000_000)
    client = Client()
    user = s.member("chen").user
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    assert FLAT_PRICE in client.get(reverse(page, args=[s.selection.code])).content.decode()
    pay(s, A=11_000_000, B=97_000_000)
    assert "lies beyond" not in client.get(reverse(page, args=[s.selection.code])).content.decode()


@pytest.mark.parametrize("page", ["seal", "facts"])
def test_facts_that_tell_nobody_apart_stand_on_their_pages(s, page):
    measure(s, A="80", B="42")
    client = Client()
    user = s.member("chen").user
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    assert FLAT_FACT in client.get(reverse(page, args=[s.selection.code])).content.decode()
