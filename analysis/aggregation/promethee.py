"""How strongly is each alternative preferred to the others, pair by pair?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.aggregation.scales import Direction, complete, differences, ranked
from analysis.arrays import TIE, Floats, number, numbers, one_or_many
from analysis.matrix import Ranking


@dataclass(frozen=True)
class Flows:
    """PROMETHEE: how strongly each is preferred (`positive`), the others to it (`negative`), and `net`, all (m,)."""

    ranking: Ranking
    preference: Floats
    positive: Floats
    negative: Floats
    net: Floats


Rule = Mapping[str, Any] | str


def preference(difference: ArrayLike, rule: Rule) -> Floats:
    """Return the preference from 0 to 1 for differences, larger is better.

    "usual": ``d > 0``. "u" (q): ``d > q``. "v" (p): ``d/p``, at most 1. "level" (q, p): 0.5 above q, 1
    above p. "linear" (q, p): ``(d - q)/(p - q)`` between 0 and 1. "gaussian" (s):
    ``1 - exp(-d^2/(2 s^2))`` for d > 0. Written also "U-shape", "V-shape with indifference", "Gauss" ... or
    1 to 6 in this order.

    Parameters
    ----------
    difference : array of any shape
        In the unit of the criterion; NaN stays NaN.
    rule : mapping, or "usual"
        `type`, and the thresholds that it needs: q of at least 0, p greater than q, s greater than 0.

    Example
    -------
    >>> preference(np.array([-1.0, 2.0, 8.0]), {"type": "linear", "q": 1, "p": 5}).tolist()
    [0.0, 0.25, 1.0]

    References
    ----------
    Brans & Vincke 1985, Management Science 31.
    """
    given = numbers("difference", difference, infinite=True)
    return one_or_many(np.where(np.isnan(given), np.nan, _degree("rule", rule)(given)))


def _degree(name: str, rule: Rule) -> Callable[[Floats], Floats]:
    """Return the function from differences to preferences, or refuse the named argument."""
    given: Mapping[str, Any] = {"type": rule} if isinstance(rule, str) else rule
    if not isinstance(given, Mapping):
        raise ValueError(f"{name}: expected a type or a mapping with one, got {rule!r}")
    word = str(given.get("type", "")).lower().replace("_", "-").replace(" ", "-")
    kind = ALIASES.get(word, word.removesuffix("shape").removesuffix("-"))
    if kind not in DEGREES:
        raise ValueError(f"{name}: expected a type of {sorted(DEGREES)}, got {rule!r}")
    needs, degree = DEGREES[kind]
    q, p, s = (number(name, given[key]) if key in needs and key in given else np.nan for key in "qps")
    lower = q if "q" in needs else 0.0
    has_order = ("q" not in needs or q >= 0) and ("p" not in needs or p > lower) and ("s" not in needs or s > 0)
    if not has_order and not (kind in ("level", "linear") and p == q >= 0):
        raise ValueError(f"{name}: expected 0 <= q < p and s > 0 for {needs} of {kind!r}, got {rule!r}")
    return lambda difference: np.asarray(degree(difference, q, p, s), dtype=float)


def degrees(rules: Sequence[Rule] | None, length: int) -> list[Callable[[Floats], Floats]]:
    """Return the function of every criterion, one object for equal rules; None: all "usual"."""
    given = ["usual"] * length if rules is None else rules
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != length:
        raise ValueError(f"preferences: expected rules of shape ({length},), got {rules!r}")
    found: list[Callable[[Floats], Floats]] = []
    for i, rule in enumerate(given):
        # By place: equal rules must be one object to be computed together.
        first = given.index(rule)
        found.append(found[first] if first < i else _degree("preferences", rule))
    return found


def _linear(d: Floats, q: float, p: float, s: float) -> Floats:
    # Where p is q the slope has become a step.
    return np.clip((d - q) / (p - q), 0.0, 1.0) if p > q else (d > q).astype(float)


ALIASES = {"gauss": "gaussian", "v-shape-with-indifference": "linear"} | dict(
    zip("123456", ("usual", "u", "v", "level", "linear", "gaussian"), strict=True)
)
DEGREES: dict[str, tuple[str, Callable[[Floats, float, float, float], Floats]]] = {
    "usual": ("", lambda d, q, p, s: (d > TIE).astype(float)),
    "u": ("q", lambda d, q, p, s: (d > q + TIE).astype(float)),
    "v": ("p", lambda d, q, p, s: np.clip(d / p, 0.0, 1.0)),
    "level": ("qp", lambda d, q, p, s: 0.5 * (d > q + TIE) + 0.5 * (d > p + TIE)),
    "linear": ("qp", _linear),
    # Keeps the digits of a small d.
    "gaussian": ("s", lambda d, q, p, s: np.where(d > 0, -np.expm1(-(d**2) / (2.0 * s**2)), 0.0)),
}


def promethee2(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    preferences: Sequence[Rule] | None = None,
) -> Flows:
    """Return net preference flows: ``phi = phi+ - phi-``.

    ``pi(a, b) = sum_j w_j P_j(d_j (x_aj - x_bj))``, ``phi+(a) = sum_b pi(a, b)/(m - 1)``,
    ``phi-(a) = sum_b pi(b, a)/(m - 1)``. The flows sum to 0.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    preferences : sequence of mappings or "usual", length n, optional
        One rule a criterion, see `preference`; by default all "usual".

    Returns
    -------
    Flows
        Flows between 0 and 1, net flows between -1 and 1; one alternative alone has place 1.

    Example
    -------
    >>> usual = [{"type": "usual"}] * 3
    >>> table = [[4, 3, 2], [3, 2, 4], [5, 1, 3]]
    >>> promethee2(
    ...     table, [5, 3, 2], alternatives="ABC", direction=["max"] * 3, preferences=usual
    ... ).net.round(9).tolist()
    [0.1, -0.3, 0.2]

    References
    ----------
    Brans & Vincke 1985; Brans, Vincke & Mareschal 1986, EJOR 24.
    """
    array, share = complete(values, weights)
    rules = degrees(preferences, share.size)
    m = len(array)
    difference = differences(array, direction)
    degree = sum(w * rules[j](difference[:, :, j]) for j, w in enumerate(share))
    pi = np.asarray(degree, dtype=float)
    np.fill_diagonal(pi, 0.0)
    # One alternative alone has no rivals to divide by.
    positive, negative = pi.sum(axis=1) / max(m - 1, 1), pi.sum(axis=0) / max(m - 1, 1)
    return Flows(ranked(alternatives, positive - negative), pi, positive, negative, positive - negative)
