"""What a criterion asks and how its answer becomes a value."""

import pytest
from django.core.exceptions import ValidationError

from criteria import rubric
from criteria.copying import price_points
from criteria.models import Anchor
from criteria.rubric import follow_budget, price_from_budget, revise
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from selection.versions import Stale
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db


def node(made, code):
    return made.selection.criteria.get(code=code)


def test_texts_anchors_and_needs_change_in_one_step(retail):
    need = retail.selection.requirements.get(code="R-03")
    fields = {"name_zh": "渠道", "name_en": "", "question_zh": "接得住吗？", "dimension": "technology"}
    revise(
        node(retail, "F-CH"), fields=fields, anchors={"0-2": ("一个渠道", "")}, requirements=[need], member=retail.chen
    )
    found = node(retail, "F-CH")
    assert (found.name_zh, found.name_en, found.dimension) == ("渠道", "", "technology")
    assert Anchor.objects.get(criterion=found, band="0-2").text_zh == "一个渠道"
    assert found.anchors.exclude(text_zh="").count() == 5
    assert list(found.requirements.all()) == [need]
    changed = Event.objects.get(type="criteria.criterion_revised").payload.body["changed"]
    assert sorted(changed) == ["anchors", "dimension", "name", "question"]


def test_no_other_weight_or_name_moves(retail):
    before = weights(retail.selection)
    revise(node(retail, "F-CH"), fields={"name_zh": "渠道", "weight": 1}, member=retail.chen)
    assert weights(retail.selection) == before


def test_a_measured_leaf_takes_a_scale_and_points(full):
    fields = {
        "unit_zh": "路",
        "decimals": 1,
        "minimum": "0",
        "maximum": "50",
        "curve": "piecewise",
        "points": [["2", "0"], ["8", "100"]],
    }
    revise(node(full, "F-CH-01"), fields=fields, member=full.chen)
    found = node(full, "F-CH-01")
    assert (found.unit_zh, found.decimals, found.maximum, found.points) == ("路", 1, "50", [["2", "0"], ["8", "100"]])


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([["8", "0"], ["2", "100"]], "The measured values must increase from point to point; 2 does not."),
        ([["2", "0"], ["8", "90"]], "The value function must reach 0 and 100; “100” is missing."),
        ([["2", "0"], ["5", "100"], ["8", "50"]], "The values must go up or down all the way; 50 turns back."),
        ([["2", "0"]], "A value function needs at least two points, here are 1."),
    ],
)
def test_a_value_function_that_cannot_work_is_refused(full, points, words, english):
    before = node(full, "F-CH-01").points
    with pytest.raises(ValidationError) as refused:
        revise(node(full, "F-CH-01"), fields={"points": points}, member=full.chen)
    assert refused.value.message_dict == {"points": [words]}
    assert node(full, "F-CH-01").points == before


def test_an_empty_value_function_may_wait(full):
    revise(node(full, "F-CH-01"), fields={"points": []}, member=full.chen)
    assert node(full, "F-CH-01").points == []


@pytest.mark.parametrize(("least", "most", "field"), [("5", "5", "maximum"), ("x", "", "minimum")])
def test_the_ends_of_a_scale_are_numbers_in_order(full, least, most, field):
    with pytest.raises(ValidationError) as refused:
        revise(node(full, "F-CH-01"), fields={"minimum": least, "maximum": most}, member=full.chen)
    assert list(refused.value.message_dict) == [field]


def test_a_rated_leaf_takes_no_value_function(retail):
    revise(
        node(retail, "F-CH"), fields={"points": [["0", "0"], ["1", "100"]], "curve": "piecewise"}, member=retail.chen
    )
    assert (node(retail, "F-CH").points, node(retail, "F-CH").curve) == ([], "")


def test_an_unknown_band_is_refused(retail):
    with pytest.raises(ValidationError):
        revise(node(retail, "F-CH"), fields={}, anchors={"0-9": ("x", "")}, member=retail.chen)


def test_a_dimension_is_one_of_three(retail):
    with pytest.raises(ValidationError):
        revise(node(retail, "F-CH"), fields={"dimension": "magic"}, member=retail.chen)
    assert node(retail, "F-CH").dimension == "business"


def test_a_name_is_needed(retail):
    with pytest.raises(ValidationError):
        revise(node(retail, "F-CH"), fields={"name_zh": "", "name_en": ""}, member=retail.chen)
    assert node(retail, "F-CH").name_zh == "渠道接入"


def test_an_unseen_change_is_not_overwritten(retail):
    seen = rubric.revision(node(retail, "F-CH"))
    revise(node(retail, "F-CH"), fields={"name_zh": "一"}, seen=seen, member=retail.chen)
    with pytest.raises(Stale):
        revise(node(retail, "F-CH"), fields={"name_zh": "二"}, seen=seen, member=retail.chen)
    assert node(retail, "F-CH").name_zh == "一"


def test_a_moved_weight_does_not_make_the_form_stale(retail):
    seen = rubric.revision(node(retail, "F-CH"))
    retail.selection.criteria.filter(code="F-CH").update(weight=2272)
    revise(node(retail, "F-CH"), fields={"name_zh": "一"}, seen=seen, member=retail.chen)
    assert node(retail, "F-CH").name_zh == "一"


def test_a_need_of_another_selection_is_not_linked(retail, full):
    stranger = full.selection.requirements.create(code="R-50")
    revise(node(retail, "F-CH"), fields={}, requirements=[stranger], member=retail.chen)
    assert not node(retail, "F-CH").requirements.exists()


def test_preview_shows_the_points_and_what_lies_between(full):
    assert rubric.preview(node(full, "F-CH-01")) == [("4", 0.0), ("7", 35.0), ("10", 70.0), ("15", 85.0), ("20", 100.0)]


def test_preview_of_availability(full):
    found = [(x, round(value, 6)) for x, value in rubric.preview(node(full, "A-AV-01"))]
    assert found == [("99", 0.0), ("99.5", 15.051500), ("99.9", 50.0), ("99.99", 100.0)]


def test_the_price_function_comes_from_the_budget(retail):
    Selection.objects.update(budget_target=100_00, budget_ceiling=200_00)
    price_from_budget(node(retail, "C-TC"), member=retail.chen)
    assert node(retail, "C-TC").points == [["100", "100"], ["200", "0"]]


def budget(made, **fields):
    before = price_points(made.selection)
    Selection.objects.filter(pk=made.selection.pk).update(**fields)
    return follow_budget(made.selection, before=before, member=made.chen)


def test_the_price_follows_the_budget(retail):
    assert [row.code for row in budget(retail, budget_target=100_00, budget_ceiling=200_00)] == ["C-TC"]
    assert node(retail, "C-TC").points == [["100", "100"], ["200", "0"]]
    event = Event.objects.get(type="criteria.criterion_revised")
    old = [["1800000", "100"], ["6400000", "0"]]
    assert event.payload.body == {"changed": {"points": {"from": old, "to": [["100", "100"], ["200", "0"]]}}}


def test_without_a_target_the_price_waits_and_follows_later(retail):
    budget(retail, budget_target=None)
    assert node(retail, "C-TC").points == []
    retail.selection.refresh_from_db()
    budget(retail, budget_target=100_00)
    assert node(retail, "C-TC").points == [["100", "100"], ["6400000", "0"]]


def test_a_price_edited_by_hand_stays(retail):
    own = [["1000000", "100"], ["6400000", "0"]]
    revise(node(retail, "C-TC"), fields={"points": own}, member=retail.chen)
    assert budget(retail, budget_target=100_00, budget_ceiling=200_00) == []
    assert node(retail, "C-TC").points == own


def test_after_the_seal_no_price_follows(retail):
    Selection.objects.update(phase=Phase.INVITE)
    with pytest.raises(WrongPhase):
        budget(retail, budget_target=100_00)
    assert node(retail, "C-TC").points == [["1800000", "100"], ["6400000", "0"]]


@pytest.mark.parametrize("budget", [{"budget_target": None}, {"budget_target": 640_000_000}])
def test_without_a_budget_the_price_function_stays(retail, budget):
    Selection.objects.update(**budget)
    with pytest.raises(ValidationError):
        price_from_budget(node(retail, "C-TC"), member=retail.chen)
    assert node(retail, "C-TC").points == [["1800000", "100"], ["6400000", "0"]]


def test_after_the_seal_nothing_is_revised(retail):
    Selection.objects.update(phase=Phase.SCORE)
    with pytest.raises(WrongPhase):
        revise(node(retail, "F-CH"), fields={"name_zh": "一"}, member=retail.chen)


@pytest.mark.parametrize("text", ["", "abc", "1/0", "NaN", "Infinity", "1.2.3", "27,500", "3_0", "4e2", "7 5", "6²"])
def test_what_is_not_a_number_is_refused(text):
    with pytest.raises(ValidationError):
        rubric.decimal_of(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" １２．５０ ", "12.5"),
        ("1,800,000", "1800000"),
        ("27 500", "27500"),
        ("2,75", "2.75"),
        ("0,250", "0.25"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_kept_as_the_decision_file_writes_it(text, kept):
    assert rubric.decimal_of(text) == kept


def test_a_scale_keeps_the_values_that_are_there(full):
    leaf = full.selection.criteria.filter(kind="measured").first()
    vendor = full.selection.vendors.create(code="A", name_en="Acme")
    leaf.facts.create(vendor=vendor, value="90", level="claimed")
    with pytest.raises(ValidationError) as refused:
        revise(leaf, fields={"minimum": "95", "maximum": "99"}, member=full.chen)
    assert list(refused.value.message_dict) == ["minimum"]
    assert "90" in refused.value.messages[0]
    revise(leaf, fields={"minimum": "90", "maximum": ""}, member=full.chen)


@pytest.mark.parametrize("typed", ["1e999999999", "1234567890123", "0.0000001"])
def test_numbers_that_the_file_cannot_hold_are_refused(full, typed):
    leaf = full.selection.criteria.filter(kind="measured").first()
    with pytest.raises(ValidationError) as refused:
        revise(leaf, fields={"minimum": "", "maximum": typed}, member=full.chen)
    assert list(refused.value.message_dict) == ["maximum"]
