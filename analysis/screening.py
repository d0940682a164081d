"""Which vendors meet every must-have, and how far did the others miss?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

WEAK = ("none", "claimed")


def judge(value: Decimal | None, level: str | None, operator: str, limit: Decimal) -> tuple[str, Decimal | None]:
    """Return the state of one measured must-have and by how much it was missed.

    A missing value or one that is only claimed is pending; a limit met exactly is met; numbers
    are compared unrounded, so 97.9 does not meet 98.

    Parameters
    ----------
    value : Decimal or None
        Official fact in the unit of the criterion.
    level : str or None
        Its evidence level; None: evidence does not matter.
    operator : {">=", "<=", "="}
    limit : Decimal

    Returns
    -------
    (str, Decimal or None)
        "pass", "fail" or "pending", and the missing amount of a failure.

    Example
    -------
    >>> judge(Decimal("97.9"), "documented", ">=", Decimal("98"))
    ('fail', Decimal('0.1'))
    """
    if operator not in (">=", "<=", "="):
        raise ValueError(f"operator: expected >=, <= or =, got {operator!r}")
    if value is None or level in WEAK:
        return "pending", None
    missed = {">=": limit - value, "<=": value - limit, "=": abs(value - limit)}[operator]
    return ("fail", missed) if missed > 0 else ("pass", None)


def overall(states: Mapping[str, str]) -> str:
    """Return the state of a vendor: a failure beats a pending need, which beats a pass.

    Example
    -------
    >>> overall({"R-01": "pass", "R-02": "pending"}), overall({})
    ('pending', 'pass')
    """
    return next((state for state in ("fail", "pending") if state in states.values()), "pass")


def screen(
    rules: Mapping[str, tuple[str, Decimal]], values: Mapping[str, Mapping[str, Decimal | None]]
) -> dict[str, dict[str, str]]:
    """Return the state of every rule for every vendor, evidence aside.

    Parameters
    ----------
    rules : mapping of name to (operator, limit)
    values : mapping of vendor to mapping of name to value

    Example
    -------
    >>> screen({"channels": (">=", Decimal(10))}, {"V": {"channels": Decimal(10)}})
    {'V': {'channels': 'pass'}}
    """
    return {
        vendor: {name: judge(own.get(name), None, *rule)[0] for name, rule in rules.items()}
        for vendor, own in values.items()
    }


def needs(document: Mapping[str, Any], facts: Mapping[tuple[str, str], tuple[Decimal, str]]) -> list[dict[str, Any]]:
    """Return state and missed amount of every must-have of every vendor that is not withdrawn.

    Parameters
    ----------
    document : mapping
        A decision file.
    facts : mapping of (criterion, vendor) to (value, level)
        The official facts.
    """
    vendors = [vendor["code"] for vendor in document["vendors"] if not vendor["withdrawn"]]
    musts = [need for need in document["needs"] if need["moscow"] == "must"]
    return [_state(need, vendor, facts) for vendor in vendors for need in musts]


def _state(
    need: Mapping[str, Any], vendor: str, facts: Mapping[tuple[str, str], tuple[Decimal, str]]
) -> dict[str, Any]:
    rule, missed = need["rule"], None
    if rule:
        value, level = facts.get((rule["criterion"], vendor), (None, None))
        state, missed = judge(value, level, rule["op"], Decimal(rule["value"]))
    else:
        judgements = {item["vendor"]: item["state"] for item in need["judgements"]}
        state = judgements.get(vendor, "pending")
    return {
        "vendor": vendor,
        "need": need["code"],
        "state": state,
        "missed": None if missed is None else float(missed),
    }
