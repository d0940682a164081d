import pytest

from selection.models import LateAct, Phase, Selection, User
from tests.cast import committee
from tests.vendors.builders import cost, events, measured, rated, vendor
from tests.vendors.views.test_needs import queries
from vendors.claims import record_claim
from vendors.evidence import record_evidence
from vendors.facts import record_fact
from vendors.models import Vendor
from vendors.registry import withdraw_vendor

LATE = "供应商周一才交来证明材料"
NAMES = {"name_zh": "云桥客服", "name_en": "", "kind_zh": "SaaS", "kind_en": ""}


def test_list_counts_what_is_known_of_each_vendor(site, cast, words):
    row, leaf = vendor(cast.bo, "Yunqiao"), measured(cast.selection)
    measured(cast.selection, "F-CH-03")
    record_fact(row, criterion=leaf, value="12", level="documented", source="", member=cast.bo)
    record_claim(row, criterion=leaf, text="x", source="", member=cast.bo)
    record_evidence(row, criterion=leaf, level="documented", title="x", source="", member=cast.bo)
    record_evidence(row, criterion=leaf, level="documented", title="y", source="", member=cast.bo)
    assert "A Yunqiao – 1 /2 1 2 none yet Open A" in words(site.get("vendors"))


def test_list_says_how_many_costs_there_are_and_what_they_come_to(site, cast, words):
    Selection.objects.update(discount_rate=0)
    row, other = vendor(cast.bo, "Yunqiao"), vendor(cast.bo, "Lingxi")
    cost(row, cast.bo, "K01", [20_000] * 5, scenarios=["base", "fast"])
    cost(row, cast.bo, "K02", {1: 4_567}, is_quoted=False)
    cost(other, cast.bo, "K02", {1: 9_400})
    text = words(site.get("vendors"))
    assert "2 entries · CNY 105k Open A" in text
    assert "1 entry · CNY 9,400 Open B" in text
    User.objects.filter(pk=cast.bo.user_id).update(language="zh-hans")
    assert "2 笔 · 10.5 万元" in words(site.client.get(site.url("vendors")))


def test_costs_in_the_list_are_for_those_who_may_see_prices(site, cast, words):
    cost(vendor(cast.bo, "Yunqiao"), cast.bo, "K01", [20_000] * 5)
    Selection.objects.update(phase=Phase.SCORE)
    for name in ("eva", "otto", "aude"):
        text = words(site.as_(name).get("vendors"))
        assert "CNY" not in text
        assert "entr" not in text


def test_vendor_is_added_edited_withdrawn_and_put_back(site, cast):
    assert site.post("vendors_add", **NAMES).status_code == 302
    assert site.post("vendors_edit", "A", **NAMES | {"name_en": "Yunqiao", "version": 1}).status_code == 302
    assert site.post("vendors_withdraw", "A", reason="").status_code == 302
    assert site.post("vendors_restore", "A").status_code == 302
    row = Vendor.objects.get()
    assert (row.name_en, row.withdrawn) == ("Yunqiao", "")
    assert events(cast.selection) == [f"vendors.{act}" for act in ("added", "edited", "withdrawn", "restored")]


def test_vendor_without_a_name_is_refused_with_what_was_typed(site, words):
    page = site.post("vendors_add", **NAMES | {"name_zh": " "})
    assert page.status_code == 422
    assert 'value="SaaS"' in page.content.decode()
    assert not Vendor.objects.exists()


def test_thirteenth_vendor_is_answered_with_a_message(site, cast, words):
    for number in range(12):
        vendor(cast.bo, f"V{number}")
    page = site.post("vendors_add", **NAMES)
    assert page.status_code == 422
    assert "A selection compares at most 12 vendors, here are 13." in words(page)
    listed = site.get("vendors")
    assert site.url("vendors_add") not in listed.content.decode()
    assert "A selection compares at most 12 vendors. A list that long" in words(listed)


def test_names_that_look_alike_are_flagged(site, cast, words):
    vendor(cast.bo, "ACME")
    vendor(cast.bo, "acme ")
    assert "Is this the same vendor? A ACME · B acme" in words(site.get("vendors"))


def test_edit_over_a_newer_one_is_refused_and_a_second_press_wins(site, cast, words):
    vendor(cast.bo)
    site.post("vendors_edit", "A", **NAMES | {"name_zh": "先到", "version": 1})
    page = site.post("vendors_edit", "A", **NAMES | {"name_zh": "后到", "version": 1})
    assert page.status_code == 409
    assert "It is now: 先到." in words(page)
    assert 'name="version" value="2"' in page.content.decode()
    assert 'value="后到"' in page.content.decode()
    assert site.post("vendors_edit", "A", **NAMES | {"name_zh": "后到", "version": 2}).status_code == 302


def test_withdrawal_after_the_seal_asks_for_a_reason(site, cast, words):
    vendor(cast.bo)
    Selection.objects.update(phase=Phase.SCORE)
    page = site.post("vendors_withdraw", "A", reason="")
    assert page.status_code == 422
    assert "Write the reason: at least 10 characters" in words(page)
    assert site.post("vendors_withdraw", "A", reason="放弃投标，已书面说明理由").status_code == 302
    listed = site.get("vendors").content.decode()
    assert "放弃投标，已书面说明理由" in listed
    assert site.url("vendors_restore", "A") not in listed
    assert site.post("vendors_restore", "A").status_code == 409


def test_statements_after_the_round_ask_for_a_reason(site, cast, words):
    row = vendor(cast.bo)
    Selection.objects.update(phase=Phase.CLOSED)
    typed = {"claim-text": "都支持", "claim-criterion": "", "claim-source": ""}
    page = site.post("vendors_claim", "A", **typed, **{"claim-reason": "晚了"})
    assert (page.status_code, row.claims.count()) == (422, 0)
    assert "At least 10 characters" in words(page)
    assert site.post("vendors_claim", "A", **typed, **{"claim-reason": LATE}).status_code == 302
    claim = row.claims.get()
    page = site.post("vendors_claim_remove", "A", claim.pk, reason="录错了")
    assert (page.status_code, row.claims.count()) == (422, 1)
    assert ">录错了</textarea>" in page.content.decode()
    assert "This reason has 3 characters; at least 10 are needed." in words(page)
    assert site.post("vendors_claim_remove", "A", claim.pk, reason=LATE).status_code == 302
    assert [act.kind for act in LateAct.objects.all()] == ["vendors.claim_recorded", "vendors.claim_removed"]


def test_claims_and_evidence_stand_under_their_criterion(site, cast, words):
    row, leaf = vendor(cast.bo), rated(cast.selection)
    other = rated(cast.selection, "F-CH-09", name_zh="后", name_en="Later")
    for fields in ({"claim-criterion": other.pk, "claim-text": "later"}, {"claim-text": "whole"}):
        assert site.post("vendors_claim", "A", **fields).status_code == 302
    fields = {"evidence-criterion": leaf.pk, "evidence-level": "reference", "evidence-title": "visit"}
    assert site.post("vendors_evidence", "A", **fields).status_code == 302
    text = words(site.get("vendors_detail", "A"))
    places = [
        text.index(word) for word in ("whole Claimed", "Integration visit Reference-checked", "Later later Claimed")
    ]
    assert places == sorted(places)
    site.post("vendors_claim_remove", "A", row.claims.first().pk)
    site.post("vendors_evidence_remove", "A", row.evidence.first().pk)
    assert (row.claims.count(), row.evidence.count()) == (1, 0)


def test_empty_claim_and_hand_written_poc_evidence_are_refused_in_place(site, cast, words):
    vendor(cast.bo)
    assert site.post("vendors_claim", "A", **{"claim-text": " "}).status_code == 422
    page = site.post("vendors_evidence", "A", **{"evidence-level": "poc", "evidence-title": "visit"})
    assert page.status_code == 422
    assert 'value="visit"' in page.content.decode()


def test_statement_of_another_selection_is_not_found(site, cast):
    elsewhere = committee("S-0002")
    stranger = vendor(elsewhere.bo)
    vendor(cast.bo)
    claim = record_claim(stranger, criterion=None, text="x", source="", member=elsewhere.bo)
    evidence = record_evidence(stranger, criterion=None, level="documented", title="x", source="", member=elsewhere.bo)
    assert site.post("vendors_claim_remove", "A", claim.pk).status_code == 404
    assert site.post("vendors_evidence_remove", "A", evidence.pk).status_code == 404


def test_poc_evidence_has_no_remove_button_and_no_way_around_it(site, cast):
    row = vendor(cast.bo)
    evidence = record_evidence(row, criterion=None, level="poc", title="P-01", source="", member=cast.eva, origin="poc")
    assert site.url("vendors_evidence_remove", "A", evidence.pk) not in site.get("vendors_detail", "A").content.decode()
    assert site.post("vendors_evidence_remove", "A", evidence.pk).status_code == 404


@pytest.mark.parametrize("name", ["eva", "otto", "aude"])
def test_others_read_without_buttons_and_without_prices(site, cast, name):
    cost(vendor(cast.bo), cast.bo)
    for page in (site.as_(name).get("vendors"), site.get("vendors_detail", "A")):
        text = page.content.decode()
        assert page.status_code == 200
        assert "/costs/lines/" not in text
        assert "/add/" not in text
        assert "Cost lines" not in text


def test_withdrawn_vendor_is_read_only(site, cast):
    withdraw_vendor(vendor(cast.bo), member=cast.bo)
    page = site.get("vendors_detail", "A").content.decode()
    assert site.url("vendors_claim", "A") not in page
    assert site.url("vendors_edit", "A") not in page


def test_pages_cost_the_same_at_any_length(site, cast):
    leaves = [rated(cast.selection, f"F-{number:02d}") for number in range(5)]
    row = vendor(cast.bo)
    lists, details = [], []
    for size in (3, 300):
        while row.claims.count() < size:
            row.claims.create(criterion=leaves[row.claims.count() % 5], text="x")
            row.evidence.create(criterion=leaves[row.evidence.count() % 5], title="x")
            row.cost_lines.create(item="K02", label_en=f"{row.claims.count()}", year=1, scenario="base", amount=1)
        if size == 300:
            vendor(cast.bo, "灵犀")
        lists.append(queries(site, "vendors"))
        details.append(queries(site, "vendors_detail", "A"))
    assert lists[0] == lists[1] <= 40
    assert details[0] == details[1] <= 40
