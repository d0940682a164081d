"""How is a day or a moment said in the reader's language, and in which zone?

A selection's times stand in its own zone wherever they are shown. People have no zone of their own:
a reader is taken to live by the installation's clock, and another zone is named beside the time.
"""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selection.languages import current
from selection.models import Selection

WEEKDAYS_ZH = "一二三四五六日"


class Assumed(ZoneInfo):
    """The installation's zone, in place of one that this machine does not know."""


def zone_named(name: str) -> tzinfo:
    """The zone of this name; an imported one that this machine does not know counts as the installation's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return Assumed(settings.TIME_ZONE)


def zone(selection: Selection) -> tzinfo:
    return zone_named(selection.zone)


def in_zone(selection: Selection) -> AbstractContextManager[None]:
    """Say days and moments by the selection's clock, on a page about several selections."""
    return timezone.override(zone(selection))


def zone_note(when: datetime) -> str:
    """The name of the zone in use, where a reader elsewhere would take this moment for another one."""
    used, own = timezone.get_current_timezone(), timezone.get_default_timezone()
    # By the clock and not by the name: Shanghai and Chongqing say the same time.
    is_plain = when.astimezone(used).utcoffset() == when.astimezone(own).utcoffset()
    return "" if is_plain and not isinstance(used, Assumed) else str(used)


def local_day(when: date) -> date:
    return timezone.localdate(when) if isinstance(when, datetime) else when


def day_text(when: date | None) -> str:
    """3 月 20 日 in Chinese, 20 Mar in English; in another year 2027-03-20."""
    if when is None:
        return ""
    day = local_day(when)
    if day.year != timezone.localdate().year:
        return day.isoformat()
    return f"{day.month} 月 {day.day} 日" if current() == "zh" else date_format(day, "j M")


def short_day(when: date | None) -> str:
    """As in tables: 3/20 in Chinese, 20 Mar in English."""
    if when is None:
        return ""
    day = local_day(when)
    if day.year != timezone.localdate().year:
        return day.isoformat()
    return f"{day.month}/{day.day}" if current() == "zh" else date_format(day, "j M")


def weekday(when: date | None) -> str:
    if when is None:
        return ""
    day = local_day(when)
    return f"周{WEEKDAYS_ZH[day.weekday()]}" if current() == "zh" else date_format(day, "D")


def moment_text(when: datetime | None) -> str:
    """3 月 20 日 18:00, in the zone of the page, which is named when it is not the reader's."""
    return with_zone(f"{day_text(when)} {timezone.localtime(when):%H:%M}", when) if when else ""


def clock_text(when: datetime | None) -> str:
    """18:00, with its zone as in `moment_text`."""
    return with_zone(f"{timezone.localtime(when):%H:%M}", when) if when else ""


def with_zone(text: str, when: datetime) -> str:
    note = zone_note(when)
    if not note:
        return text
    return f"{text}（{note}）" if current() == "zh" else f"{text} ({note})"


def days_left(when: date | None) -> int | None:
    return (local_day(when) - timezone.localdate()).days if when else None


def time_left(when: date | None) -> str:
    """还有 9 天, 今天截止, 逾期 1 天."""
    days = days_left(when)
    if days is None:
        return ""
    if days < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days} if days else _("due today")


def ago(when: datetime | None) -> str:
    """今天 10:12, 昨天 17:22, then the number of days."""
    if when is None:
        return ""
    local, today = timezone.localtime(when), timezone.localdate()
    if local.date() == today:
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    days = (today - local.date()).days
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def brief(when: datetime) -> str:
    """For a narrow column: 10:12 today, 昨天, else 3/16."""
    local, today = timezone.localtime(when), timezone.localdate()
    if local.date() == today:
        return f"{local:%H:%M}"
    return _("yesterday") if local.date() == today - timedelta(days=1) else short_day(when)
