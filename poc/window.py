"""How much of the POC window has passed, in working days?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poc.models import Plan
from selection.dates import day_text

USUAL_WEEKS = range(2, 5)
MOST_BLOCKS = 30  # a longer window is drawn in weeks
SATURDAY = 5


@dataclass(frozen=True)
class Block:
    """One working day, or one week of a long window."""

    label: int
    state: str  # past, now or left
    starts_week: bool


@dataclass(frozen=True)
class Window:
    """The window as a strip, with what it says in words."""

    blocks: list[Block]
    headline: str
    detail: str
    label: str


def window(plan: Plan | None, today: date) -> Window | None:
    """The strip of a plan with both days; working days are Monday to Friday."""
    if plan is None or plan.start is None or plan.end is None:
        return None
    days = list(_working_days(plan.start, plan.end))
    weeks = -(-((plan.end - plan.start).days + 1) // 7)  # weeks that have begun
    return Window(
        blocks=list(_blocks(days, today)),
        headline=_headline(plan.start, plan.end, days, today=today),
        detail=_detail(plan.start, plan.end, weeks),
        label=_label(days, today),
    )


def _working_days(start: date, end: date) -> Iterator[date]:
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        if day.weekday() < SATURDAY:
            yield day


def _blocks(days: list[date], today: date) -> Iterator[Block]:
    by_week = len(days) > MOST_BLOCKS
    weeks: dict[date, list[date]] = {}
    for day in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    for number, week in enumerate(weeks.values()):
        for place, span in enumerate([week] if by_week else [[day] for day in week]):
            yield Block(span[0].day, _state(span, today), starts_week=not by_week and bool(number) and place == 0)


def _state(span: list[date], today: date) -> str:
    if today < span[0]:
        return "left"
    return "past" if today > span[-1] else "now"


def _headline(start: date, end: date, days: list[date], *, today: date) -> str:
    if today > end:
        return _("Ended on %(day)s") % {"day": day_text(end)}
    if today < start:
        # Today does not count, the first day does.
        ahead = sum(1 for _day in _working_days(today + timedelta(days=1), start))
        return ngettext("Starts in %(count)s working day", "Starts in %(count)s working days", ahead) % {"count": ahead}
    left = sum(day > today for day in days)
    if not left:
        return _("Last day")
    return ngettext("%(count)s working day left", "%(count)s working days left", left) % {"count": left}


def _detail(start: date, end: date, weeks: int) -> str:
    advice = _("within the usual two to four") if weeks in USUAL_WEEKS else _("two to four are usual")
    span = _("%(start)s to %(end)s") % {"start": day_text(start), "end": day_text(end)}
    length = ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
    return _("%(span)s, %(length)s, %(advice)s") % {"span": span, "length": length, "advice": advice}


def _label(days: list[date], today: date) -> str:
    count, passed = len(days), sum(day <= today for day in days)
    words = ngettext(
        "%(count)s working day, %(passed)s begun", "%(count)s working days, %(passed)s of them begun", count
    )
    return words % {"count": count, "passed": passed}
