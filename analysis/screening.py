"""Which vendors meet every must-have, and how far did the others miss?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analysis.arrays import TIE
from analysis.decision_file.vocabulary import LEVELS

WEAK = ("none", "claimed")
OPERATORS = (">=", "<=", "=", "in")
MANY = 12
Number = Decimal | float | int
Limit = Number | Collection[Number]


@dataclass(frozen=True)
class MustHave:
    """A rule: a performance against a limit, and the evidence that it needs at least."""

    operator: str
    limit: Limit
    evidence: str = "documented"


@dataclass(frozen=True)
class Screening:
    """What the must-haves say.

    `status` of each vendor and `states` of each of its rules: "pass", "fail" or "pending". `reasons`: the
    rules that fail, else those that are pending; only vendors with any. `missed`: by how much, in the unit
    of the rule. `shadow_ranks`: the place that a failed vendor would have without its rules, among those
    that do not fail. `infeasible` rules that everybody fails, `idle` ones that everybody passes;
    `has_many_rules` (more than 12), `has_few_vendors` (fewer than 2 do not fail).
    """

    status: dict[str, str]
    states: dict[str, dict[str, str]]
    reasons: dict[str, list[str]]
    missed: dict[str, dict[str, float]]
    shadow_ranks: dict[str, int]
    infeasible: tuple[str, ...]
    idle: tuple[str, ...]
    has_many_rules: bool
    has_few_vendors: bool


def judge(
    value: Number | None, level: str | None, operator: str, limit: Limit, *, least: str = "documented"
) -> tuple[str, Decimal | None]:
    """Return the state of one measured must-have and by how much it was missed.

    A missing value or one that rests on too weak evidence is pending; a limit met exactly is met;
    numbers are compared unrounded, so 97.9 does not meet 98.

    Parameters
    ----------
    value : number or None
        Official fact in the unit of the criterion.
    level : str or None
        Its evidence level, "none" to "operated" or E0 to E5; None: evidence does not matter.
    operator : {">=", "<=", "=", "in"}
    limit : number, or the allowed numbers for "in"
    least : str
        Weakest evidence level that counts.

    Returns
    -------
    (str, Decimal or None)
        "pass", "fail" or "pending", and the missing amount of a failure (to the nearest allowed number
        for "in").

    Example
    -------
    >>> judge(Decimal("97.9"), "documented", ">=", Decimal("98"))
    ('fail', Decimal('0.1'))
    >>> judge(99.9, None, ">=", 99.9), judge(2, None, "in", [3, 4])
    (('pass', None), ('fail', Decimal('1')))
    """
    if operator not in OPERATORS:
        raise ValueError(f"operator: expected >=, <=, = or in, got {operator!r}")
    known = None if value is None else _exact(value)
    is_weak = level is not None and _strength(level) < _strength(least)
    if known is None or known.is_nan() or is_weak:
        return "pending", None
    missed = min(_missed(known, operator, _exact(one)) for one in _limits(operator, limit))
    return ("fail", missed) if missed > 0 else ("pass", None)


def _strength(level: str) -> int:
    """Return how strong evidence is: "none", then E0 (claimed) to E5 (operated)."""
    names = [*LEVELS, "operated"]
    codes = {f"E{i}": name for i, name in enumerate(names[1:])}
    name = codes.get(level, level)
    if name not in names:
        raise ValueError(f"level: expected one of {[*names, *codes]}, got {level!r}")
    return names.index(name)


def _exact(number: Number) -> Decimal:
    """Return a number as it is written: 99.9 as a float means 99.9."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def _limits(operator: str, limit: Limit) -> Collection[Number]:
    given = limit if isinstance(limit, Collection) else (limit,)
    if not given or (operator != "in" and len(given) > 1):
        raise ValueError(f"limit: expected one number, or several for in, got {len(given)}")
    return given


def _missed(value: Decimal, operator: str, limit: Decimal) -> Decimal:
    return {">=": limit - value, "<=": value - limit}.get(operator, abs(value - limit))


def overall(states: Mapping[str, str]) -> str:
    """Return the state of a vendor: a failure beats a pending need, which beats a pass.

    Parameters
    ----------
    states : mapping of rule to "pass", "fail" or "pending"
        Without rules: "pass".

    Example
    -------
    >>> overall({"R-01": "pass", "R-02": "pending"}), overall({})
    ('pending', 'pass')
    """
    return next((state for state in ("fail", "pending") if state in states.values()), "pass")


def screen(
    rules: Mapping[str, MustHave | tuple[str, Limit]],
    values: Mapping[str, Mapping[str, Number | None]],
    *,
    evidence: Mapping[str, Mapping[str, str]] | None = None,
    totals: Mapping[str, float] | None = None,
) -> Screening:
    """Return the state of every rule for every vendor, the reasons, and what the rules cost.

    A vendor fails when one rule fails, else it is pending when one is pending (missing value or weak
    evidence), else it passes. Pending vendors may be scored, not awarded. No rules: all pass.

    Parameters
    ----------
    rules : mapping of name to MustHave, or to (operator, limit)
    values : mapping of vendor to mapping of rule to number
        Unrounded; None, NaN or absent: missing.
    evidence : mapping of vendor to mapping of rule to level, optional
        Without it evidence does not matter; with it an absent level is "none".
    totals : mapping of vendor to total, optional
        For the shadow ranks.

    Returns
    -------
    Screening

    Example
    -------
    >>> values = {"V": {"channels": 10}, "W": {"channels": 9}}
    >>> found = screen({"channels": (">=", 10)}, values, totals={"V": 70, "W": 80})
    >>> found.status, found.reasons, found.missed, found.shadow_ranks
    ({'V': 'pass', 'W': 'fail'}, {'W': ['channels']}, {'W': {'channels': 1.0}}, {'W': 1})

    References
    ----------
    Conjunctive screening: Hwang & Yoon 1981, Multiple Attribute Decision Making.
    """
    musts = {name: rule if isinstance(rule, MustHave) else MustHave(*rule) for name, rule in rules.items()}
    states: dict[str, dict[str, str]] = {}
    missed: dict[str, dict[str, float]] = {}
    for vendor, own in values.items():
        levels = None if evidence is None else evidence.get(vendor, {})
        found = {name: _judged(must, own.get(name), levels, name) for name, must in musts.items()}
        states[vendor] = {name: state for name, (state, _) in found.items()}
        amounts = {name: float(amount) for name, (_, amount) in found.items() if amount is not None}
        missed |= {vendor: amounts} if amounts else {}
    status = {vendor: overall(own) for vendor, own in states.items()}
    return Screening(
        status=status,
        states=states,
        reasons={
            vendor: [name for name, state in own.items() if state == status[vendor]]
            for vendor, own in states.items()
            if status[vendor] != "pass"
        },
        missed=missed,
        shadow_ranks=_shadow_ranks(status, totals or {}),
        infeasible=_shared_state(states, musts, "fail"),
        idle=_shared_state(states, musts, "pass"),
        has_many_rules=len(musts) > MANY,
        has_few_vendors=sum(state != "fail" for state in status.values()) < 2,
    )


def _judged(
    must: MustHave, value: Number | None, levels: Mapping[str, str] | None, name: str
) -> tuple[str, Decimal | None]:
    level = None if levels is None else levels.get(name, "none")
    return judge(value, level, must.operator, must.limit, least=must.evidence)


def _shared_state(states: Mapping[str, Mapping[str, str]], rules: Collection[str], state: str) -> tuple[str, ...]:
    return tuple(name for name in rules if states and all(own[name] == state for own in states.values()))


def _shadow_ranks(status: Mapping[str, str], totals: Mapping[str, float]) -> dict[str, int]:
    left = [totals[vendor] for vendor, state in status.items() if state != "fail" and vendor in totals]
    return {
        vendor: 1 + sum(total > totals[vendor] + TIE for total in left)
        for vendor, state in status.items()
        if state == "fail" and vendor in totals
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
