"""Which vendors meet every must-have, and how far did the others miss?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypedDict

import numpy as np

from analysis.arrays import TIE, vector
from analysis.decision_file.typed import DecisionFile, NeedEntry
from analysis.decision_file.vocabulary import LEVELS
from analysis.evidence.levels import CODES

ORDERS = (">=", "<=")
OPERATORS = (*ORDERS, "=", "in")
SAME = {"==": "="}
STATES = ("fail", "pending", "pass")
MANY = 12
Fact = Decimal | float | int | str | bool
Limit = Fact | Collection[Fact]


@dataclass(frozen=True)
class MustHave:
    """A rule: a performance against a limit, and the evidence that it needs at least.

    The limit is a number, or for "=" and "in" a word or yes and no (True and False) too.
    """

    operator: str
    limit: Limit
    evidence: str = "documented"


@dataclass(frozen=True)
class Screening:
    """What the must-haves say.

    `status` of each vendor and `states` of each of its rules: "pass", "fail" or "pending". `reasons`: all
    rules that are not met, failed ones first, then pending ones; only vendors with any. `missed`: by how
    much, in the unit of the rule; only where numbers were compared. `shadow_ranks`: the place that a
    failed vendor would have without its rules, among those that do not fail. `infeasible` rules that
    everybody fails, `idle` ones that everybody passes; `has_many_rules` (more than 12), `has_few_vendors`
    (fewer than 2 do not fail).
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


class State(TypedDict):
    """What one must-have says of one vendor."""

    vendor: str
    need: str
    state: str
    missed: float | None


def judge(
    value: Fact | None, level: str | None, operator: str, *, limit: Limit, least: str = "documented"
) -> tuple[str, Decimal | None]:
    """Return the state of one measured must-have and by how much it was missed.

    A missing value or one that rests on too weak evidence is pending; a limit met exactly is met;
    numbers are compared unrounded, so 97.9 does not meet 98. Words and yes or no are met when equal.

    Parameters
    ----------
    value : number, str, bool or None
        Official fact in the unit of the criterion.
    level : str or None
        Its evidence level, "none" to "operated" or E0 to E5; None: evidence does not matter.
    operator : {">=", "<=", "=", "in"}
        Also written "==".
    limit : number, word, True or False, or several that are allowed for "in"
        A number for ">=" and "<=".
    least : str
        Weakest evidence level that counts.

    Returns
    -------
    (str, Decimal or None)
        "pass", "fail" or "pending", and the missing amount of a failure (to the nearest allowed number
        for "in"; None between words).

    Example
    -------
    >>> judge(Decimal("97.9"), "documented", ">=", limit=Decimal("98"))
    ('fail', Decimal('0.1'))
    >>> judge(2, None, "in", limit=[3, 4]), judge("CN", None, "in", limit=["CN", "EU"])
    (('fail', Decimal('1')), ('pass', None))
    >>> judge(99.9, None, ">=", limit=99.9)
    ('pass', None)
    """
    value, operator = _native(value), SAME.get(operator, operator) if isinstance(operator, str) else operator
    limits = _limits(operator, limit)
    # Looked at first: a level that does not exist is refused even where the value is missing.
    is_weak = level is not None and _strength("level", level) < _strength("least", least)
    known = _number(value)
    if value is None or (known is not None and known.is_nan()):
        return "pending", None
    if (known is None and operator in ORDERS) or (known is not None and known.is_infinite()):
        raise ValueError(f"value: expected a finite number for {operator}, got {value!r}")
    if is_weak:
        return "pending", None
    return _compared(value, operator, limits)


def _compared(value: Fact, operator: str, limits: Collection[Fact]) -> tuple[str, Decimal | None]:
    known, bounds = _number(value), [_number(one) for one in limits]
    missed = [_missed(known, operator, bound) for bound in bounds if known is not None and bound is not None]
    if any(amount <= 0 for amount in missed) or (operator not in ORDERS and value in limits):
        return "pass", None
    return "fail", min(missed, default=None)


def _strength(name: str, level: str) -> int:
    """Return how strong evidence is: "none", then E0 (claimed) to E5 (operated)."""
    names = [*LEVELS, "operated"]
    found = CODES.get(level, level) if isinstance(level, str) else level
    if found not in names:
        raise ValueError(f"{name}: expected one of {[*names, *CODES]}, got {level!r}")
    return names.index(found)


def _number(fact: Fact | None) -> Decimal | None:
    """Return a number as it is written, so that 99.9 as a float means 99.9; None for anything else."""
    # Yes and no are no numbers here: “True” cannot be read as one.
    try:
        return fact if isinstance(fact, Decimal) else Decimal(str(fact))
    except InvalidOperation:
        return None


def _limits(operator: str, limit: Limit) -> Collection[Fact]:
    if operator not in OPERATORS:
        raise ValueError(f"operator: expected >=, <=, = or in, got {operator!r}")
    given = limit if isinstance(limit, Collection) and not isinstance(limit, str) else (limit,)
    if len(given) == 0 or (operator != "in" and len(given) > 1):
        raise ValueError(f"limit: expected one number, or several for in, got {limit!r}")
    for one in map(_native, given):
        bound = _number(one)
        is_fit = isinstance(one, (str, bool)) and operator not in ORDERS if bound is None else bound.is_finite()
        if not is_fit:
            raise ValueError(f"limit: expected a finite number for {operator}, or a word for = and in, got {limit!r}")
    return [_native(one) for one in given]


def _native(fact: object) -> Any:
    """Return a number or yes and no of numpy as Python's own."""
    return fact.item() if isinstance(fact, np.generic) else fact


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
    found = set(states.values())
    if not found <= set(STATES):
        raise ValueError(f"states: expected pass, fail or pending, got {sorted(map(str, found))}")
    return next((state for state in STATES if state in found), "pass")


def screen(
    rules: Mapping[str, MustHave | tuple[str, Limit]],
    values: Mapping[str, Mapping[str, Fact | None]],
    *,
    evidence: Mapping[str, Mapping[str, str | None] | None] | None = None,
    totals: Mapping[str, float | None] | None = None,
) -> Screening:
    """Return the state of every rule for every vendor, the reasons, and what the rules cost.

    A vendor fails when one rule fails, else it is pending when one is pending (missing value or weak
    evidence), else it passes. Pending vendors may be scored, not awarded. No rules: all pass.

    Parameters
    ----------
    rules : mapping of name to MustHave, or to (operator, limit) or (operator, limit, evidence)
    values : mapping of vendor to mapping of rule to number, word, True or False
        Unrounded; None, NaN or absent: missing.
    evidence : mapping of vendor to mapping of rule to level, optional
        Without it evidence does not matter; with it an absent level, or None, is "none".
    totals : mapping of vendor to total, optional
        For the shadow ranks; who has none (None, NaN or absent) gets no place and takes none.

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
    musts = {name: _must(rule) for name, rule in _mapping("rules", rules).items()}
    states: dict[str, dict[str, str]] = {}
    missed: dict[str, dict[str, float]] = {}
    for vendor, given in _mapping("values", values).items():
        own = _mapping("values", given)
        levels = None if evidence is None else _mapping("evidence", _mapping("evidence", evidence).get(vendor) or {})
        found = {name: _judged(must, own.get(name), levels, name=name) for name, must in musts.items()}
        states[vendor] = {name: state for name, (state, _) in found.items()}
        amounts = {name: float(amount) for name, (_, amount) in found.items() if amount is not None}
        missed |= {vendor: amounts} if amounts else {}
    status = {vendor: overall(own) for vendor, own in states.items()}
    return Screening(
        status=status,
        states=states,
        reasons={
            vendor: [name for state in STATES[:2] for name in own if own[name] == state]
            for vendor, own in states.items()
            if status[vendor] != "pass"
        },
        missed=missed,
        shadow_ranks=_shadow_ranks(status, _mapping("totals", totals or {})),
        infeasible=_shared_state(states, musts, "fail"),
        idle=_shared_state(states, musts, "pass"),
        has_many_rules=len(musts) > MANY,
        has_few_vendors=sum(state != "fail" for state in status.values()) < 2,
    )


def _mapping(name: str, value: object) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: expected a mapping, got {value!r}")
    return value


def _must(rule: object) -> MustHave:
    must = MustHave(*rule) if isinstance(rule, (tuple, list)) and len(rule) in (2, 3) else rule
    if not isinstance(must, MustHave):
        raise ValueError(f"rules: expected a MustHave, (operator, limit) or (operator, limit, evidence), got {rule!r}")
    return must


def _judged(
    must: MustHave, value: Fact | None, levels: Mapping[str, str | None] | None, *, name: str
) -> tuple[str, Decimal | None]:
    level = None if levels is None else levels.get(name) or "none"
    return judge(value, level, must.operator, limit=must.limit, least=must.evidence)


def _shared_state(states: Mapping[str, Mapping[str, str]], rules: Collection[str], state: str) -> tuple[str, ...]:
    return tuple(name for name in rules if states and all(own[name] == state for own in states.values()))


def _shadow_ranks(status: Mapping[str, str], totals: Mapping[str, float | None]) -> dict[str, int]:
    if not set(totals) <= set(status):
        raise ValueError(f"totals: expected the vendors of values, got {list(totals)}")
    given: list[Any] = list(totals.values())
    known = dict(zip(totals, vector("totals", given).tolist() if given else [], strict=True))
    # A shadow rank is the place among those who stay in.
    left = [known[vendor] for vendor, state in status.items() if state != "fail" and vendor in known]
    return {
        vendor: 1 + sum(total > known[vendor] + TIE for total in left)
        for vendor, state in status.items()
        if state == "fail" and not np.isnan(known.get(vendor, np.nan))
    }


def needs(decision_file: DecisionFile, facts: Mapping[tuple[str, str], tuple[Decimal, str]]) -> list[State]:
    """Return state and missed amount of every must-have of every vendor that is not withdrawn.

    Parameters
    ----------
    decision_file : mapping
        A decision file.
    facts : mapping of (criterion, vendor) to (value, level)
        The official facts.
    """
    vendors = [vendor["code"] for vendor in decision_file["vendors"] if not vendor["withdrawn"]]
    musts = [need for need in decision_file["needs"] if need["moscow"] == "must"]
    return [_state(need, vendor, facts) for vendor in vendors for need in musts]


def _state(need: NeedEntry, vendor: str, facts: Mapping[tuple[str, str], tuple[Decimal, str]]) -> State:
    rule, missed = need["rule"], None
    if rule:
        value, level = facts.get((rule["criterion"], vendor), (None, None))
        state, missed = judge(value, level, rule["op"], limit=Decimal(rule["value"]))
    else:
        judgements = {item["vendor"]: item["state"] for item in need["judgements"]}
        state = judgements.get(vendor, "pending")
    return {
        "vendor": vendor,
        "need": need["code"],
        "state": state,
        "missed": None if missed is None else float(missed),
    }
