"""Whom does each person have first by their own marks, and how many agree with the result?"""

from collections.abc import Mapping

from analysis.arrays import competition_ranks
from analysis.evaluation.parts import Conclusion, Opinions, OwnTotals


def opinions(people_totals: Mapping[str, OwnTotals], conclusion: Conclusion) -> Opinions:
    """Return every person's first vendors, and how many of them have the result's leader among these.

    Equal totals are a tie: all of them are first. When the result itself is a tie, whoever has one of
    its vendors first agrees; without a leader nobody is counted as agreeing.

    Parameters
    ----------
    people_totals : mapping
        Each person's own totals, as `placing.people_totals` gives them.
    conclusion : mapping
        As `conclude` gives it.
    """
    first = {person: _first(own["total"]) for person, own in people_totals.items()}
    leaders = conclusion["set"] if conclusion["kind"] == "tie" else [conclusion["leader"]]
    return {
        "people": {person: {"first": vendors} for person, vendors in first.items()},
        "agree": sum(any(vendor in leaders for vendor in vendors) for vendors in first.values()),
        "of": len(first),
    }


def _first(totals: Mapping[str, float | None]) -> list[str]:
    known = {vendor: total for vendor, total in totals.items() if total is not None}
    places = competition_ranks(list(known.values())).tolist()
    return sorted(vendor for vendor, place in zip(known, places, strict=True) if place == 1)
