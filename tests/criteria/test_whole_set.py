"""A whole set of weights given at once: read, brought to 100, agreed to, stored."""

from decimal import Decimal

import pytest
from django.urls import reverse

from criteria import drafting, templates
from criteria.models import Template, TemplateVersion
from criteria.shares import short
from criteria.weighting import lock_weight, points_of, set_weight, state, undo
from criteria.whole_set import TypedCategory, TypedWeight, read
from selection.models import Event
from tests.cast import admin
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client):
    def enter(member):
        type(member.user).objects.filter(pk=member.user_id).update(language="en")
        client.force_login(member.user)
        return client

    return enter


def at(made):
    return reverse("weights_all", args=[made.selection.code])


def send(client, made, typed, **more):
    data = {f"p-{code}": text for code, text in typed.items()}
    return client.post(at(made), data | {"state": state(made.selection)} | more)


def stored(made):
    return {row.code: short(points_of(row)) for row in made.selection.criteria.select_related("parent")}


def asked(typed):
    lines = [TypedWeight(code, {"en": code}, now) for code, now in (("a", 5000), ("b", 3000), ("c", 2000))]
    return read([TypedCategory("X", {"en": "X"}, 1, lines)], {f"p-{code}": text for code, text in typed.items()})


@pytest.mark.parametrize(
    ("typed", "shares", "as_typed"),
    [
        ({"a": "25", "b": "4", "c": "71"}, [2500, 400, 7100], True),
        ({"a": "25", "b": "", "c": ""}, [2500, 4500, 3000], True),
        ({"a": "100", "b": "", "c": ""}, [10_000, 0, 0], True),
        ({"a": "30", "b": "30", "c": "30"}, [3334, 3333, 3333], False),
        ({"a": "33.33", "b": "33.33", "c": "33.33"}, [3334, 3333, 3333], False),
        ({"a": "60", "b": "60", "c": ""}, [5000, 5000, 0], False),
        ({"a": "50.01", "b": "30", "c": "20"}, [5000, 3000, 2000], False),
        ({"a": "5", "b": "3", "c": "2"}, [5000, 3000, 2000], False),
    ],
)
def test_a_set_is_brought_to_100(typed, shares, as_typed):
    found = asked(typed)
    assert (list(found.shares.values()), found.is_as_typed) == (shares, as_typed)
    assert sum(shares) == 10_000


@pytest.mark.parametrize("typed", [{"a": "33.333"}, {"b": "1 5"}, {"c": "-2"}, {"a": "0", "b": "0", "c": "0"}])
def test_a_set_that_cannot_be_read_is_no_set(typed):
    assert not asked(typed).is_valid


def test_a_set_that_sums_to_100_is_stored_as_typed(small, enter):
    lock_weight(small.selection.criteria.get(code="F"), locked=True, member=small.chen)
    answer = send(enter(small.chen), small, {"F1": "25", "F2": "4", "F3": "9.33", "A1": "61.67"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("weights", args=["S-0003"]))
    assert stored(small) == {"F": "38.33", "F1": "25", "F2": "4", "F3": "9.33", "A": "61.67", "A1": "61.67"}
    event = Event.objects.get(type="criteria.weights_given")
    undo(small.selection, sequence=event.sequence, member=small.chen)
    assert weights(small.selection) == {"F": 6000, "A": 4000, "F1": 5000, "F2": 3000, "F3": 2000, "A1": 10_000}


def test_another_sum_is_shown_scaled_and_stored_on_agreement(small, enter):
    client, before = enter(small.chen), weights(small.selection)
    typed = {"F1": "30", "F2": "30", "F3": "30", "A1": "30"}
    answer = send(client, small, typed)
    assert "What you typed sums to 120, not to 100." in answer.content.decode()
    assert 'value="30"' in answer.content.decode() and "<b>25</b>" in answer.content.decode()
    assert weights(small.selection) == before
    changed = send(client, small, typed | {"A1": "50"}, agree="120")  # agreed to something else than was shown
    assert (changed.status_code, weights(small.selection)) == (200, before)
    assert send(client, small, typed, agree="120").status_code == 302
    assert stored(small) == {"F": "75", "F1": "25", "F2": "25", "F3": "25", "A": "25", "A1": "25"}


def test_what_was_left_empty_shares_the_rest_and_the_typed_stands_later_too(small, enter):
    send(enter(small.chen), small, {"F1": "50", "F2": "", "F3": "", "A1": "20"})
    assert stored(small) == {"F": "80", "F1": "50", "F2": "18", "F3": "12", "A": "20", "A1": "20"}
    set_weight(small.selection.criteria.get(code="F2"), points=Decimal(20), member=small.chen)
    assert stored(small)["F1"] == "50"


def test_what_cannot_be_read_is_said_and_kept(small, enter):
    before = weights(small.selection)
    answer = send(enter(small.chen), small, {"F1": "33.333", "F2": "x", "F3": "", "A1": "≥ 3"})
    assert answer.status_code == 422
    for text in ('value="33.333"', 'value="≥ 3"', "The nearest is 33.33.", "“x” is not one.", "is a limit"):
        assert text in answer.content.decode()
    assert weights(small.selection) == before


def test_a_change_from_elsewhere_is_not_overwritten(small, enter):
    seen = state(small.selection)
    set_weight(small.selection.criteria.get(code="F1"), points=Decimal(36), member=small.bo)
    before = weights(small.selection)
    typed = {"F1": "25", "F2": "25", "F3": "25", "A1": "25"}
    answer = send(enter(small.chen), small, typed, state=seen)
    assert (answer.status_code, weights(small.selection)) == (409, before)
    assert 'value="25"' in answer.content.decode()


def test_the_page_opens_with_numbers_that_sum_to_100(retail, enter):
    page = enter(retail.chen).get(at(retail))
    assert (page.status_code, page.context["set"].total_text) == (200, "100")
    enter(retail.eva).get(at(retail), follow=True)
    assert enter(retail.eva).get(at(retail)).status_code == 403


def test_a_whole_set_for_a_draft(shipped, client):
    ada = admin()
    client.force_login(ada)
    draft = templates.new_draft(Template.objects.get(key="retail"), actor=ada)
    address = reverse("template_all", args=["retail", "short"])
    lines = client.get(address).context["set"].lines
    typed = {f"p-{line.code}": "" for line in lines} | {"p-F-CH": "20", "p-A-SE": "7.5"}
    assert client.post(address, typed | {"state": "9"}).status_code == 409
    assert client.post(address, typed | {"state": "1"}).status_code == 302
    fresh = TemplateVersion.objects.get(pk=draft.pk)
    found = drafting.points_of(fresh.depths["short"])
    assert (round(found["F-CH"], 2), round(found["A-SE"], 2)) == (20, 7.5)
    assert fresh.depths["short"]["held"] == ["A-SE", "F-CH"]
    full = drafting.points_of(fresh.depths["full"])
    assert round(sum(value for code, value in full.items() if code.startswith("F-CH-")), 2) == 20
