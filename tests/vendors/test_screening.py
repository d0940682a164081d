import pytest
from django.core.exceptions import ValidationError

from criteria.models import Rule
from tests.cast import committee
from tests.vendors.builders import events, measured, need, vendor
from vendors.evidence import record_evidence
from vendors.facts import record_fact
from vendors.models import Judgement
from vendors.screening import claimed_only, judge, overall, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return committee()


@pytest.mark.parametrize(
    ("value", "level", "operator", "state"),
    [
        ("98", "documented", ">=", "pass"),
        ("97.9", "documented", ">=", "fail"),
        ("98.1", "documented", "<=", "fail"),
        ("98", "documented", "<=", "pass"),
        ("98", "documented", "=", "pass"),
        ("98.1", "documented", "=", "fail"),
        ("99", "claimed", ">=", "pending"),
        ("99", "none", ">=", "pending"),
        (None, None, ">=", "pending"),
    ],
)
def test_rule_decides_by_the_official_fact(cast, value, level, operator, state):
    leaf, row, must = measured(cast.selection, decimals=1), vendor(cast.bo), need(cast.selection)
    Rule.objects.create(requirement=must, criterion=leaf, operator=operator, threshold="98")
    if value:
        record_fact(row, criterion=leaf, value=value, level=level, source="", member=cast.bo)
    assert states(cast.selection) == {(must.pk, row.pk): state}


def test_poc_fact_decides_before_procurements(cast):
    leaf, row, must = measured(cast.selection), vendor(cast.bo), need(cast.selection)
    Rule.objects.create(requirement=must, criterion=leaf, operator=">=", threshold="98")
    record_fact(row, criterion=leaf, value="99", level="documented", source="", member=cast.bo)
    record_fact(row, criterion=leaf, value="90", level="poc", source="", member=cast.eva, origin="poc")
    assert states(cast.selection)[must.pk, row.pk] == "fail"


def test_people_decide_where_no_rule_does(cast):
    row, other, must = vendor(cast.bo), vendor(cast.bo, "灵犀"), need(cast.selection)
    need(cast.selection, "R-02", moscow="should")
    judge(must, vendor=row, state="fail", note="六个渠道里只接得了四个", member=cast.bo)
    judge(must, vendor=row, state="pass", note="补测六个", member=cast.chen)
    judge(must, vendor=row, state="pass", note="补测六个", member=cast.chen)
    found = states(cast.selection)
    assert found == {(must.pk, row.pk): "pass", (must.pk, other.pk): "pending"}
    assert overall(found) == {row.pk: "pass", other.pk: "pending"}
    assert Judgement.objects.get().judged_by == cast.chen
    assert events(cast.selection)[2:] == ["vendors.must_judged"] * 2


def test_one_failure_outweighs_everything(cast):
    row = vendor(cast.bo)
    for code, state in (("R-01", "pass"), ("R-02", "fail"), ("R-03", "pending")):
        judge(need(cast.selection, code), vendor=row, state=state, note="合同里没有写到这一条要求", member=cast.bo)
    assert overall(states(cast.selection)) == {row.pk: "fail"}


@pytest.mark.parametrize("note", ["", "不行", "It does not do it."])
def test_failure_needs_a_reason_of_some_length(cast, note):
    row, must = vendor(cast.bo), need(cast.selection)
    with pytest.raises(ValidationError) as refusal:
        judge(must, vendor=row, state="fail", note=note, member=cast.bo)
    assert list(refusal.value.message_dict) == ["note"]
    assert judge(must, vendor=row, state="pending", note=note, member=cast.bo).state == "pending"


def test_failure_from_before_the_rule_stands(cast):
    row, must = vendor(cast.bo), need(cast.selection)
    Judgement.objects.create(requirement=must, vendor=row, state="fail", note="不行")
    assert judge(must, vendor=row, state="fail", note="不行", member=cast.bo).note == "不行"


def test_rule_and_wish_are_not_judged_by_hand(cast):
    row, must, wish = vendor(cast.bo), need(cast.selection), need(cast.selection, "R-02", moscow="could")
    Rule.objects.create(requirement=must, criterion=measured(cast.selection), operator=">=", threshold="98")
    elsewhere = need(committee("S-0002").selection)
    for requirement, state in ((must, "pass"), (wish, "pass"), (elsewhere, "pass")):
        with pytest.raises(ValidationError):
            judge(requirement, vendor=row, state=state, note="", member=cast.bo)
    with pytest.raises(ValidationError):
        judge(need(cast.selection, "R-03"), vendor=row, state="maybe", note="", member=cast.bo)
    assert not Judgement.objects.exists()


def test_screening_costs_the_same_at_any_length(cast, django_assert_num_queries):
    vendor(cast.bo)
    for size in (3, 300):
        while cast.selection.requirements.count() < size:
            need(cast.selection, f"R-{cast.selection.requirements.count():03d}")
        with django_assert_num_queries(4):
            assert len(states(cast.selection)) == size


def test_a_pass_on_nothing_but_a_claim_is_told(cast):
    row, other = vendor(cast.bo), vendor(cast.bo, "Lingxi")
    leaf, must = measured(cast.selection), need(cast.selection)
    must.criteria.add(leaf)
    for one in (row, other):
        judge(must, vendor=one, state="pass", note="", member=cast.bo)
    assert claimed_only(cast.selection) == {(must.pk, row.pk), (must.pk, other.pk)}
    record_fact(row, criterion=leaf, value="12", level="claimed", source="", member=cast.bo)
    assert (must.pk, row.pk) in claimed_only(cast.selection)
    record_fact(row, criterion=leaf, value="12", level="documented", source="", member=cast.bo)
    record_evidence(other, criterion=None, level="reference", title="客户访谈", source="", member=cast.bo)
    assert claimed_only(cast.selection) == set()
