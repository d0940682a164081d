"""Which edition of the format does a decision file need, and what does each say by leaving a key out?"""

from datetime import date

from analysis.decision_file.typed import DecisionFile
from analysis.decision_file.vocabulary import FIRST_FORMAT, FORMAT

DECEMBER = 12


def first_cost_year(decision_file: DecisionFile) -> int | None:
    """Return the calendar year of the first cost year; None where the years have numbers only.

    A year that the decision file states wins. Else edition 1 takes the year of the decision day, edition 2
    the year of the month after it; without a decision day there is none.

    Example
    -------
    >>> about = {"decision_date": "2026-12-25"}
    >>> first_cost_year({"format": "touchstone-decision/1", "selection": about})
    2026
    >>> first_cost_year({"format": "touchstone-decision/2", "selection": about})
    2027
    """
    about = decision_file["selection"]
    stated: int | None = about.get("first_cost_year")
    if stated is not None or about["decision_date"] is None:
        return stated
    day = date.fromisoformat(about["decision_date"])
    return day.year if decision_file["format"] == FIRST_FORMAT else year_after(day)


def year_after(day: date) -> int:
    """Return the year of the month after a day.

    Example
    -------
    >>> year_after(date(2026, 12, 25)), year_after(date(2026, 3, 27))
    (2027, 2026)
    """
    return day.year + (day.month == DECEMBER)  # a December is followed by a January


def oldest_edition(decision_file: DecisionFile) -> DecisionFile:
    """Return a decision file in the oldest edition that can say the same, without the keys at their default."""
    year, about = first_cost_year(decision_file), decision_file["selection"].copy()
    about.pop("first_cost_year", None)
    plain: DecisionFile = {**decision_file, "selection": about, "format": FIRST_FORMAT}
    if not plain.get("not_counted"):
        plain.pop("not_counted", None)
    if "not_counted" not in plain and first_cost_year(plain) == year:
        return plain
    newer: DecisionFile = {**plain, "format": FORMAT}
    if year is not None and first_cost_year(newer) != year:
        about["first_cost_year"] = year
    return newer
