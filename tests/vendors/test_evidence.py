import pytest
from django.core.exceptions import ValidationError

from tests.cast import committee
from tests.vendors.builders import events, rated, vendor
from vendors.evidence import record_evidence, remove_evidence

pytestmark = pytest.mark.django_db


def record(row, leaf, member, level="documented", title="手册 3.2", **fields):
    return record_evidence(row, criterion=leaf, level=level, title=title, source="附件二", member=member, **fields)


def test_evidence_is_kept_and_removed():
    cast = committee()
    row = vendor(cast.bo)
    evidence = record(row, rated(cast.selection), cast.bo)
    remove_evidence(evidence, member=cast.bo)
    assert not row.evidence.exists()
    assert events(cast.selection)[1:] == ["vendors.evidence_recorded", "vendors.evidence_removed"]


def test_hand_written_evidence_is_never_poc_verified():
    cast = committee()
    row, leaf = vendor(cast.bo), rated(cast.selection)
    for level, origin in (("poc", "procurement"), ("documented", "poc"), ("sure", "procurement")):
        with pytest.raises(ValidationError):
            record(row, leaf, cast.bo, level=level, origin=origin)
    assert record(row, leaf, cast.eva, level="poc", origin="poc").level == "poc"


def test_evidence_of_a_poc_result_is_not_removed_by_hand():
    cast = committee()
    evidence = record(vendor(cast.bo), rated(cast.selection), cast.eva, level="poc", origin="poc")
    with pytest.raises(ValidationError):
        remove_evidence(evidence, member=cast.bo)
    remove_evidence(evidence, member=cast.eva, origin="poc")


def test_evidence_needs_a_title():
    cast = committee()
    with pytest.raises(ValidationError):
        record(vendor(cast.bo), None, cast.bo, title="")
