import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from criteria.models import Criterion
from selection.versions import Stale
from tests.cast import committee
from tests.vendors.builders import events, measured, rated, vendor
from vendors.facts import check_value, official_facts, record_fact, remove_fact
from vendors.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return committee()


def record(row, criterion, member, value="12", level="documented", source="答复 3", **fields):
    return record_fact(row, criterion=criterion, value=value, level=level, source=source, member=member, **fields)


def test_fact_is_kept_as_a_decimal_string(cast):
    leaf = measured(cast.selection, decimals=2, minimum="0", maximum="100")
    fact = record(vendor(cast.bo), leaf, cast.bo, " １２.50 ")
    assert (fact.value, fact.level, fact.source, fact.version) == ("12.5", "documented", "答复 3", 1)
    assert record(fact.vendor, leaf, cast.bo, "13").version == 2


@pytest.mark.parametrize(("source", "kept"), [("答复 3", "答复 3 · 大约 12"), ("", "大约 12")])
def test_that_a_fact_is_only_about_right_stands_in_its_source(cast, source, kept):
    fact = record(vendor(cast.bo), measured(cast.selection), cast.bo, "大约 12", source=source)
    assert (fact.value, fact.source) == ("12", kept)


def test_same_fact_again_changes_nothing(cast):
    leaf, row = measured(cast.selection), vendor(cast.bo)
    record(row, leaf, cast.bo)
    assert record(row, leaf, cast.bo).version == 1
    assert events(cast.selection) == ["vendors.added", "vendors.fact_recorded"]


@pytest.mark.parametrize("value", ["abc", "", "12.5", "-1", "101", "12%"])
def test_value_off_its_scale_is_refused(cast, value):
    leaf = measured(cast.selection, minimum="0", maximum="100")
    with pytest.raises(ValidationError):
        record(vendor(cast.bo), leaf, cast.bo, value)
    assert not Fact.objects.exists()


@pytest.mark.parametrize("value", ["0", "100"])
def test_ends_of_the_scale_are_on_it(cast, value):
    leaf = measured(cast.selection, minimum="0", maximum="100")
    assert record(vendor(cast.bo), leaf, cast.bo, value).value == value


def test_poc_level_comes_only_from_a_poc_record(cast):
    leaf, row = measured(cast.selection), vendor(cast.bo)
    for level, origin in (("poc", "procurement"), ("documented", "poc"), ("proven", "procurement")):
        with pytest.raises(ValidationError) as refusal:
            record(row, leaf, cast.bo, level=level, origin=origin)
        assert list(refusal.value.message_dict) == ["level"]


def test_poc_fact_wins_and_leaves_procurements_word_beneath(cast):
    leaf, row = measured(cast.selection), vendor(cast.bo)
    record(row, leaf, cast.bo, "22")
    won = record(row, leaf, cast.eva, "19", level="poc", origin="poc")
    assert official_facts(cast.selection) == {(leaf.pk, row.pk): won}
    remove_fact(row, criterion=leaf, member=cast.eva, origin="poc")
    assert official_facts(cast.selection)[leaf.pk, row.pk].value == "22"
    assert events(cast.selection)[-1] == "vendors.fact_removed"


def test_rated_criterion_and_foreign_criterion_take_no_fact(cast):
    elsewhere = committee("S-0002").selection
    row = vendor(cast.bo)
    for leaf in (rated(cast.selection), measured(elsewhere)):
        with pytest.raises(ValidationError):
            record(row, leaf, cast.bo)


def test_writer_who_saw_an_older_value_is_told(cast):
    leaf, row = measured(cast.selection), vendor(cast.bo)
    record(row, leaf, cast.bo, version=0)
    with pytest.raises(Stale) as stale:
        record(row, leaf, cast.chen, "15", version=0)
    assert stale.value.current.value == "12"
    with pytest.raises(Stale):
        remove_fact(row, criterion=leaf, member=cast.chen, version=2)
    assert record(row, leaf, cast.chen, "15", version=1).value == "15"


@pytest.mark.parametrize("typed", ["1234567890123", "-1234567890123"])
def test_a_value_that_no_decision_file_can_hold_is_refused(typed):
    with override("en"), pytest.raises(ValidationError, match="more digits than can be kept"):
        check_value(Criterion(), typed)
