"""What stands in a table file that somebody chose, or why is it not read now?"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tables.turns import Busy, turn
from tables.workbook import Unreadable, Workbook, read_file

WAIT = 5  # seconds for a reader
BUSY = "busy"


def opened(content: bytes, *, encoding: str = "", separator: str = "") -> Workbook:
    """One of few readers at work opens it; a refusal says what to do, in the reader's language."""
    try:
        with turn(settings.DATA_DIR / "reading", most=settings.TABLE_READERS, wait=WAIT):
            return read_file(content, encoding=encoding, separator=separator)
    except Unreadable as error:
        raise ValidationError(_(error.template) % error.params, error.code) from error
    except Busy as error:
        words = ngettext(
            "%(count)s file is being read at this moment. Choose yours again a little later; what you typed is kept.",
            "%(count)s files are being read at this moment. Choose yours again a little later; what you typed is kept.",
            settings.TABLE_READERS,
        )
        raise ValidationError(words % {"count": settings.TABLE_READERS}, BUSY) from error
