"""Which figures of money are shown, so that a column adds up to the total beneath it?"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from analysis.evaluation import shares
from selection.languages import current

STEP = 100_000  # minor units of the last digit that is shown: 0.1 of 万元, one of a thousand


def figure(minor: float | None) -> str:
    """The bare figure of a chart or table: 万元 with one decimal, or whole thousands."""
    return "–" if minor is None else shown_figure(steps(minor))


def shown_figure(count: int) -> str:
    """So many shown digits, as they are written."""
    return f"{Decimal(count).scaleb(-1) if current() == 'zh' else count:,}"


def figures(parts: Sequence[float], total: float) -> list[str]:
    """The figures of a column, so that they add up to the figure of its total."""
    return [shown_figure(count) for count in adding_steps(parts, steps(total))]


def steps(minor: float) -> int:
    """The nearest number of shown digits, half to even."""
    # Exact: a float may lie beside a half that it stands for.
    return round(Fraction(round(minor), STEP))


def adding_steps(parts: Sequence[float], total: int) -> list[int]:
    """Return parts in shown digits that sum to a total in shown digits, by largest remainder.

    What is cut off is shared out by itself, so that amounts of any size keep all their digits.
    """
    cut = [divmod(round(part), STEP) for part in parts]
    left = total - sum(whole for whole, _rest in cut)
    added = shares([rest / STEP for _whole, rest in cut], left, 0)
    return [whole + int(more) for (whole, _rest), more in zip(cut, added, strict=True)]


def yearly_steps(by_year: Sequence[float], outside: Sequence[float]) -> list[tuple[int, int]]:
    """Each year's whole payment, which add up over the years, and what of it lies outside the quote."""
    whole = adding_steps(by_year, steps(sum(by_year)))
    pairs = zip(by_year, outside, whole, strict=True)
    return [(shown, adding_steps([paid - part, part], shown)[1]) for paid, part, shown in pairs]
