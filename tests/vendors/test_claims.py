import pytest
from django.core.exceptions import ValidationError

from tests.cast import committee
from tests.vendors.builders import category, events, measured, rated, vendor
from vendors.claims import record_claim, remove_claim

pytestmark = pytest.mark.django_db


def test_claim_is_kept_with_its_place_and_removed():
    cast = committee()
    row, leaf = vendor(cast.bo), rated(cast.selection)
    claim = record_claim(row, criterion=leaf, text=" 接入 22 个渠道 ", source="答复 3", member=cast.bo)
    record_claim(row, criterion=None, text="成立十年", source="", member=cast.bo)
    assert [(row.criterion, row.text) for row in row.claims.all()] == [(leaf, "接入 22 个渠道"), (None, "成立十年")]
    remove_claim(claim, member=cast.bo)
    assert events(cast.selection)[1:] == ["vendors.claim_recorded"] * 2 + ["vendors.claim_removed"]


def test_claim_needs_words():
    cast = committee()
    with pytest.raises(ValidationError):
        record_claim(vendor(cast.bo), criterion=None, text=" ", source="", member=cast.bo)


def test_claim_belongs_to_a_leaf_of_the_same_selection():
    cast, elsewhere = committee(), committee("S-0002")
    row = vendor(cast.bo)
    for criterion in (measured(elsewhere.selection), category(cast.selection)):
        with pytest.raises(ValidationError):
            record_claim(row, criterion=criterion, text="x", source="", member=cast.bo)
    assert not row.claims.exists()
