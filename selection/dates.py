"""How is a day or a moment said in the reader's language?"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selection.languages import current

WEEKDAYS_ZH = "一二三四五六日"


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
    """3 月 20 日 18:00, in the zone of the page."""
    return f"{day_text(when)} {timezone.localtime(when):%H:%M}" if when else ""


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
