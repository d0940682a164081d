import pytest
from django.core.exceptions import ValidationError

from selection.access import WrongPhase
from selection.models import Phase
from selection.versions import Stale
from tests.cast import committee
from tests.vendors.builders import events, vendor
from vendors import registry

pytestmark = pytest.mark.django_db


def test_letters_are_given_in_order_and_for_good():
    cast = committee()
    first, second = vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    registry.withdraw_vendor(first, member=cast.bo)
    third = vendor(cast.bo, "磐石")
    assert [first.code, second.code, third.code] == ["A", "B", "C"]
    assert [row.code for row in registry.active(cast.selection)] == ["B", "C"]


def test_thirteenth_vendor_is_refused_until_one_leaves():
    cast = committee()
    for number in range(12):
        vendor(cast.bo, f"供应商 {number}")
    with pytest.raises(ValidationError) as refused:
        vendor(cast.bo, "第十三家")
    assert (refused.value.code, cast.selection.vendors.count()) == ("full", 12)
    registry.withdraw_vendor(cast.selection.vendors.get(code="B"), member=cast.bo)
    assert vendor(cast.bo, "第十三家").code == "M"
    with pytest.raises(ValidationError):
        registry.restore_vendor(cast.selection.vendors.get(code="B"), member=cast.bo)


def test_letters_end_with_the_alphabet():
    cast = committee()
    for _ in range(26):
        registry.withdraw_vendor(vendor(cast.bo, "来了又走"), member=cast.bo)
    with pytest.raises(ValidationError) as refused:
        vendor(cast.bo, "再来一家")
    assert (refused.value.code, cast.selection.vendors.count()) == ("full", 26)


def test_vendor_needs_a_name_in_one_language():
    cast = committee()
    with pytest.raises(ValidationError) as refusal:
        registry.add_vendor(cast.selection, name_zh="  ", name_en="", member=cast.bo)
    assert list(refusal.value.message_dict) == ["name_zh"]
    assert registry.add_vendor(cast.selection, name_en=" Acme   Desk ", member=cast.bo).name_en == "Acme Desk"


@pytest.mark.parametrize(
    ("phase", "is_open"), [("define", True), ("invite", True), ("score", False), ("closed", False), ("decide", False)]
)
def test_list_is_open_until_scoring(phase, is_open):
    cast = committee(phase=phase)
    if is_open:
        assert vendor(cast.bo).code == "A"
    else:
        with pytest.raises(WrongPhase):
            vendor(cast.bo)


def test_edit_that_saw_an_older_version_is_refused_with_the_current_one():
    cast = committee()
    row = vendor(cast.bo)
    names = {"name_zh": "云桥", "name_en": "", "kind_zh": "SaaS", "kind_en": ""}
    assert registry.edit_vendor(row, **names, member=cast.bo, version=1).version == 2
    with pytest.raises(Stale) as stale:
        registry.edit_vendor(row, **names | {"name_zh": "别名"}, member=cast.chen, version=1)
    assert (stale.value.current.name_zh, stale.value.current.version) == ("云桥", 2)


def test_withdrawal_is_undone_until_the_seal():
    cast = committee()
    row = registry.withdraw_vendor(vendor(cast.bo), member=cast.bo)
    with pytest.raises(ValidationError):
        registry.withdraw_vendor(row, member=cast.bo)
    assert registry.restore_vendor(row, member=cast.bo).withdrawn == ""
    assert events(cast.selection) == ["vendors.added", "vendors.withdrawn", "vendors.restored"]


def test_withdrawal_after_the_seal_needs_a_reason_and_stays():
    cast = committee(phase=Phase.INVITE)
    row = vendor(cast.bo)
    with pytest.raises(ValidationError) as refusal:
        registry.withdraw_vendor(row, reason=" ", member=cast.bo)
    assert list(refusal.value.message_dict) == ["reason"]
    row.refresh_from_db()
    assert row.withdrawn == ""
    registry.withdraw_vendor(row, reason="放弃投标，已书面说明理由", member=cast.bo)
    with pytest.raises(WrongPhase):
        registry.restore_vendor(row, member=cast.bo)
    assert cast.selection.chain.events.last().reason == "放弃投标，已书面说明理由"


def test_names_that_look_alike_are_flagged_and_kept():
    cast = committee()
    alike = [vendor(cast.bo, name) for name in ("ACME", "acme ", "ＡＣＭＥ")]
    vendor(cast.bo, "别家")
    assert registry.likely_duplicates(cast.selection) == [alike]
