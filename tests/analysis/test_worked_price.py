"""Are the published price scores and paradoxes reproduced?"""

import numpy as np

from analysis.pricing import lowest_over_price, paradoxes, price_per_point, totals
from tests.analysis.worked import CASES, agree


def test_lowest_over_bid():
    case = CASES["price-ccs-digital-marketplace"]
    bids = case["inputs"]["bids"]
    points = dict(zip(bids, lowest_over_price(list(bids.values())), strict=True))
    agree({bidder: p / 100 for bidder, p in points.items()}, case, "score")
    agree(points, case, "order_87_points_of_100")


def test_the_middle_offer_loses():
    case = CASES["price-goldilocks"]
    given = case["inputs"]
    found = totals(list(given["price"].values()), list(given["quality_points"].values()), weight=given["weight_price"])
    agree(dict(zip(given["price"], found, strict=True)), case, "total")


def test_a_losing_bid_flips_the_winner():
    case = CASES["price-irrelevant-bid"]
    given, expected = case["inputs"], case["expected"]
    names, weight = list(given["price"]), given["weight_price"]
    price, quality = (np.array(list(given[key].values())) for key in ("price", "quality"))
    agree(dict(zip(names, totals(price, quality, weight=weight), strict=True)), case, "with_C")
    agree(dict(zip(names[:2], totals(price[:2], quality[:2], weight=weight), strict=True)), case, "without_C")
    found = paradoxes(names, price, quality, weight=weight)
    assert bool(found) == expected["warning_expected"]
    assert [(p.without, p.winner, p.then) for p in found] == [
        ("C", expected["winner_with_C"], expected["winner_without_C"])
    ]


def test_price_per_quality_point():
    case = CASES["price-per-quality-point"]
    given, expected = case["inputs"], case["expected"]
    names = list(given["price"])
    price, quality = list(given["price"].values()), list(given["quality"].values())
    agree(dict(zip(names, price_per_point(price, quality), strict=True)), case, "price_per_point")
    found = price_per_point(price, quality, floor=given["quality_floor"])
    assert [name for name, p in zip(names, found, strict=True) if not np.isnan(p)] == expected["eligible"]
    assert names[int(np.nanargmin(found))] == expected["winner"]
