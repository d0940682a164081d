import pytest
from django.utils import translation

from reports.offers import cheapest, groups_of, growth_sentence, headline, heaviest_year, is_mostly_hidden, offers_of
from vendors.costing import Part, VendorCost
from vendors.models import Vendor

YEARS = {0: "on signing", 1: "in 2026", 2: "in 2027"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def cost(code="A", quote=100.0, outside=20.0, label=None, other=None, licence=None, by_year=None):
    """One offer in millions."""
    million = 100_000_000
    quoted = (quote or 0.0) * million
    parts = [Part("K01", True, label or {}, quoted), Part("K03", False, other or {}, outside * million)]
    total = None if quote is None else quoted + outside * million
    return VendorCost(
        vendor=Vendor(code=code, name_en=code),
        quote=None if quote is None else quoted,
        tco=total,
        outside=None if quote is None else outside * million,
        hidden_share=outside / (outside + quote) if quote else None,
        by_item={"K01": quoted if licence is None else licence * million},
        parts=[] if quote is None else parts,
        by_year=[amount * million for amount in by_year or [0, (quote or 0) + outside, 0]],
        outside_by_year=[0, outside * million, 0],
    )


def test_lowest_quote_that_is_not_the_lowest_total_is_the_heading():
    said = headline([cost("A", 100, 20), cost("B", 80, 60)])
    assert said.head == "B has the lowest quote, but A the lowest total cost"
    assert said.body == "The quote of B is 80% of that of A; with 1 cost outside the quote, its total is 117%."


def test_lowest_quote_that_stays_lowest_by_less_is_said():
    said = headline([cost("A", 100, 20), cost("B", 50, 60)])
    assert said.head == "B has the lowest quote and total cost, but by far less than it seems"
    assert said.body == "The quote of B is 50% of that of A; with 1 cost outside the quote, its total is 92%."


def test_lowest_in_both_by_the_same_measure_is_plain():
    assert headline([cost("A", 100, 20), cost("B", 50, 10)]).head == "B has the lowest quote and the lowest total cost"


def test_one_offer_none_and_ties_have_their_own_words():
    assert headline([]).head == "No offer can be added up yet"
    assert headline([cost(quote=None)]).head == "No offer can be added up yet"
    alone = headline([cost("A", 1, 1), cost("B", quote=None)])
    assert (alone.head, alone.body) == ("A: total cost CNY 2,000k", "50% of it lies outside the quote.")
    assert headline([cost("A"), cost("B")]).head == "A, B have the same total cost"
    assert headline([cost("A", 50, 10), cost("B", 50, 20)]).head == "A has the lowest total cost"


def test_cheapest_holds_all_that_tie():
    assert [one.vendor.code for one in cheapest([cost("A"), cost("B"), cost("C", 200)])] == ["A", "B"]
    assert cheapest([cost(quote=None)]) == []


def test_kinds_stand_quoted_first_and_go_by_labels_only_where_all_share_them():
    shared = {"zh": "订阅", "en": "Subscription"}
    build = {"zh": "开发", "en": "Build"}
    same = groups_of([cost("A", label=shared, other=build), cost("B", label=shared, other=build)])
    assert [(group.key, group.name) for group in same] == [("quoted-K01", "Subscription"), ("outside-K03", "Build")]
    mixed = groups_of([cost("A", label=shared, other=build), cost("B", label=shared, other={"zh": "", "en": "Own"})])
    assert [group.name for group in mixed] == ["Licence or subscription", "Custom development and integration"]


def test_figures_are_in_the_unit_of_the_language():
    [offer] = offers_of([cost("A", 3.84, 1.01)])
    assert (offer.total_text, offer.parts["quoted-K01"][1]) == ("4,850", "3,840")
    with translation.override("zh-hans"):
        [offer] = offers_of([cost("A", 3.84, 1.01)])
        assert (offer.total_text, offer.parts["quoted-K01"][1], round(offer.total, 1)) == ("485.0", "384.0", 485.0)


def test_offer_whose_licence_is_less_than_half_is_marked():
    assert not is_mostly_hidden(cost("A", 60, 40, licence=50))
    assert is_mostly_hidden(cost("A", 60, 40, licence=49.9))


def test_heaviest_year_is_named_with_its_amount():
    found = [cost("A", by_year=[0, 2, 1]), cost("B", by_year=[3, 1, 1])]
    assert heaviest_year(found, YEARS) == "The heaviest year: B on signing, CNY 3,000k"
    assert heaviest_year([cost(quote=None)], YEARS) == "Payments per year"


def test_growth_decides_or_does_not():
    first, second = cost("A"), cost("B")
    assert growth_sentence({"base": [first], "fast": [second]}) == "Growth decides who has the lowest total cost"
    assert growth_sentence({"base": [first], "fast": [first]}) == "A has the lowest total cost at any growth"
    assert growth_sentence({"base": [first]}) == "Lowest cost"
