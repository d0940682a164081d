"""What is kept of a text that somebody typed, and what is refused in it?"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file.characters import hidden, is_blank


def normal(typed: str) -> str:
    """The text in the one form that is counted and kept: Unicode NFC, a line break is one character.

    A text of which nothing can be seen is empty.
    """
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n"))
    require_seen(text)
    # Plain blanks stay: a field strips them itself, and in a pasted block they count.
    return "" if is_blank(text) and not text.isspace() else text


def require_seen(text: str, *, field: str = "") -> None:
    """Refuse a character that turns the direction of writing, or that no page can show."""
    if said := refusal(text):
        raise ValidationError({field: said} if field else said, "hidden")


def sentence(typed: str, *, most: int, field: str) -> str:
    """A short text that a form sends beside a button: normal, without blanks around it, refused when too long."""
    require_seen(typed, field=field)
    text = normal(typed).strip()
    if len(text) > most:
        words = _("At most %(most)s characters are allowed, here are %(count)s.")
        raise ValidationError({field: words % {"most": most, "count": len(text)}})
    return text


def refusal(text: str) -> str:
    """Why a text cannot be kept, in the reader's language; empty when it can."""
    found = hidden(text)
    if not found:
        return ""
    character, before = found
    words = (
        _("After “%(before)s” there is an invisible character (%(character)s). Type this part again without it.")
        if before.strip()
        else _("The text begins with an invisible character (%(character)s). Type this part again without it.")
    )
    return words % {"before": before, "character": character}
