"""Price rules and their paradoxes."""

import numpy as np

from analysis import lowest_over_price, paradoxes, price_per_point
from analysis.pricing import totals


def points(given):
    if "bids" in given:
        names, prices = list(given["bids"]), list(given["bids"].values())
        found = dict(zip(names, lowest_over_price(prices), strict=True))
        return {"score": {name: value / 100 for name, value in found.items()}, "order_87_points_of_100": found}
    names = list(given["price"])
    quality = [given["quality_points"][name] for name in names]
    found = totals(list(given["price"].values()), quality, weight=given["weight_price"])
    return {"total": dict(zip(names, found, strict=True))}


def paradox(given):
    names = list(given["price"])
    price, quality = (np.array([given[key][name] for name in names], dtype=float) for key in ("price", "quality"))
    weight = given["weight_price"]
    found = paradoxes(names, price, quality, weight=weight)
    results = {"warning_expected": bool(found)}
    for flip in found:
        gone = ", ".join(flip.without)
        kept = [i for i, name in enumerate(names) if name not in flip.without]
        without = totals(price[kept], quality[kept], weight=weight)
        results |= {
            f"with_{gone}": dict(zip(names, totals(price, quality, weight=weight), strict=True)),
            f"without_{gone}": dict(zip([names[i] for i in kept], without, strict=True)),
            f"winner_with_{gone}": flip.winner,
            f"winner_without_{gone}": flip.then,
        }
    return results


def per_point(given):
    names = list(given["price"])
    price, quality = list(given["price"].values()), [given["quality"][name] for name in names]
    found = price_per_point(price, quality, floor=given["quality_floor"])
    return {
        "price_per_point": dict(zip(names, price_per_point(price, quality), strict=True)),
        "eligible": [name for name, ratio in zip(names, found, strict=True) if not np.isnan(ratio)],
        "winner": names[int(np.nanargmin(found))],
    }
