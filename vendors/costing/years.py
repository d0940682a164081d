"""What is a cost year called?"""

from django.utils.translation import gettext

from analysis.decision_file import year_after
from selection.models import Selection


def first_year(selection: Selection) -> int | None:
    """The calendar year of the first cost year: as it was set, else that of the month after the decision day."""
    day = selection.decision_date
    return selection.first_cost_year or (year_after(day) if day else None)


def year_name(selection: Selection, year: int) -> str:
    """Year 0 is the day of the contract; with a first year, the others are calendar years."""
    if year == 0:
        return gettext("On signing")
    first = first_year(selection)
    if first:
        return str(first + year - 1)
    return gettext("Year %(year)s") % {"year": year}


def year_in_words(selection: Selection, year: int) -> str:
    """The year as it stands within a sentence."""
    if year == 0:
        return gettext("on signing")
    first = first_year(selection)
    if first:
        return gettext("in %(year)s") % {"year": first + year - 1}
    return gettext("in year %(year)s") % {"year": year}


def years_of(selection: Selection) -> list[tuple[int, str]]:
    """Every year of the plan with its name."""
    return [(year, year_name(selection, year)) for year in range(selection.horizon + 1)]
