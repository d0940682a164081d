"""What does a typed weight mean, and how do the weights inside a category follow when the category moves?"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.arrays import settled
from analysis.weights import largest_remainder
from criteria.tree import FULL
from selection.numbers import decimal_typed
from tables.numbers import Quantity

HUNDREDTH = Decimal("0.01")
POINTS = Quantity(minimum=Decimal(-100), maximum=Decimal(100), places=2, units=("%",))  # below 0: a step down


class NotPoints(ValidationError):
    """What was typed is no weight; `offer` is the weight that was probably meant, or empty."""

    def __init__(self, message: str, *, offer: str = "") -> None:
        super().__init__(message)
        self.offer = offer


def short(points: Decimal) -> str:
    """Points of 100 with at most two decimals and no trailing zeros."""
    text = f"{points.quantize(HUNDREDTH, ROUND_HALF_EVEN):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(points: float) -> str:
    """What a page shows of points that were computed: halves as `short` writes the exact ones."""
    return short(Decimal(str(settled(points))))


def points_typed(text: str) -> Decimal:
    """Read points as they were typed, with at most two decimals; anything else is refused."""
    try:
        points = decimal_typed(text, POINTS)
    except ValidationError as fault:
        raise NotPoints(fault.messages[0]) from fault
    if abs(points) > 10**9:  # what is larger has no hundredths that could be told apart
        raise NotPoints(_("A weight is at most 100."))
    if int(points.normalize().as_tuple().exponent) < -2:
        offer = short(points.quantize(HUNDREDTH, ROUND_HALF_UP))
        words = _("Weights have two decimals; “%(text)s” has more. The nearest is %(offer)s.")
        raise NotPoints(words % {"text": text.strip()[:20], "offer": offer}, offer=offer)
    return points


def points_sent(data: Mapping[str, str]) -> Decimal:
    """The points of a form: what was typed or accepted instead of it, and a step up or down."""
    return points_typed(data.get("instead") or data.get("points", "")) + points_typed(data.get("step") or "0")


def kept_shares(weights: Sequence[int], held: Sequence[bool], before: int, *, after: int) -> list[int] | None:
    """The weights inside a category that went from `before` to `after`, the held ones keeping their points.

    Points of 100 have two decimals, so the held ones are rounded to them: however often a category
    moves, they stay what was typed. With all of them held, or none, the weights stay as they are.
    None says that the held ones need more than the category has.
    """
    if all(held) or not any(held):
        return list(weights)
    wanted = [
        # Basis points of basis points, over 10⁶, are points of 100.
        Decimal(weight * before).scaleb(-6).quantize(HUNDREDTH) if keeps else Decimal(0)
        for weight, keeps in zip(weights, held, strict=True)
    ]
    if sum(wanted) * 100 > after:
        return None
    if not after:
        return list(weights)
    shares = [int((points * 10**6 / after).quantize(Decimal(1), ROUND_HALF_EVEN)) for points in wanted]
    if sum(shares) > FULL:  # they have everything, and their roundings add up to a little more
        shares = largest_remainder([int(points * 100) for points in wanted])
    free = [place for place, keeps in enumerate(held) if not keeps]
    rest = max(FULL - sum(shares), 0)
    for place, share in zip(free, largest_remainder([weights[place] for place in free], rest), strict=True):
        shares[place] = share
    return shares
