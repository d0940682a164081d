import pytest
from django.core.exceptions import ValidationError

from selection.models import MoSCoW, Requirement
from tests.cast import committee
from tests.vendors.builders import category, events, measured, need, rated
from vendors.needs import RuleText, add_requirement, edit_requirement, listed, remove_requirement

pytestmark = pytest.mark.django_db

WORDS = {"text_zh": "响应快", "text_en": "Fast", "source_zh": "客服部", "source_en": ""}


def test_codes_go_on_from_the_highest():
    cast = committee()
    need(cast.selection, "R-07")
    assert add_requirement(cast.selection, moscow="must", **WORDS, member=cast.bo).code == "R-08"


def test_need_keeps_its_links_and_its_rule():
    cast = committee()
    leaf, other = measured(cast.selection, unit_zh="%", unit_en="%"), rated(cast.selection)
    row = add_requirement(
        cast.selection,
        moscow="must",
        **WORDS,
        criteria=[leaf, category(cast.selection)],
        rule=RuleText(leaf, ">=", "98%"),
        member=cast.bo,
    )
    assert (row.rule.operator, row.rule.threshold) == (">=", "98")
    edit_requirement(row, moscow="should", **WORDS, criteria=[other], rule=None, member=cast.bo)
    [row] = listed(cast.selection)
    assert (list(row.criteria.all()), hasattr(row, "rule"), row.moscow) == ([other], False, MoSCoW.SHOULD)
    assert events(cast.selection) == ["vendors.need_added", "vendors.need_edited"]


def test_rule_needs_a_measured_criterion_a_known_operator_and_a_number():
    cast = committee()
    leaf = measured(cast.selection)
    for rule in (
        RuleText(rated(cast.selection), ">=", "98"),
        RuleText(measured(committee("S-0002").selection), ">=", "98"),
        RuleText(leaf, "!=", "98"),
        RuleText(leaf, ">=", "many"),
    ):
        with pytest.raises(ValidationError):
            add_requirement(cast.selection, moscow="must", **WORDS, rule=rule, member=cast.bo)
    assert not Requirement.objects.filter(selection=cast.selection).exists()


def test_need_links_only_to_its_own_selection():
    cast, elsewhere = committee(), committee("S-0002")
    with pytest.raises(ValidationError):
        add_requirement(cast.selection, moscow="must", **WORDS, criteria=[rated(elsewhere.selection)], member=cast.bo)


def test_need_is_said_in_words_and_has_a_weight():
    cast = committee()
    for fields in ({"text_zh": " ", "text_en": ""}, {"moscow": "perhaps"}):
        with pytest.raises(ValidationError):
            add_requirement(cast.selection, **{"moscow": "must", **WORDS, **fields}, member=cast.bo)


def test_removed_need_is_gone_but_recorded():
    cast = committee()
    row = add_requirement(cast.selection, moscow="must", **WORDS, member=cast.bo)
    remove_requirement(row, member=cast.bo)
    assert not Requirement.objects.exists()
    assert cast.selection.chain.events.last().payload.body["text_zh"] == "响应快"


def test_list_of_needs_costs_the_same_at_any_length(django_assert_num_queries):
    cast = committee()
    leaf = rated(cast.selection)
    for size in (3, 300):
        while cast.selection.requirements.count() < size:
            need(cast.selection, f"R-{cast.selection.requirements.count():03d}").criteria.add(leaf)
        with django_assert_num_queries(2):
            assert len([list(row.criteria.all()) for row in listed(cast.selection)]) == size
