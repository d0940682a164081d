"""Does a written reason say enough for a reader years later? One rule of length for the whole product."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection import texts

SHORTEST_DENSE, SHORTEST = 10, 20
# Chinese, kana and hangul say in ten characters what letters say in twenty.
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
LENGTH = gettext_lazy("At least 10 characters in Chinese, 20 in other languages. The reason stays in the record.")
HELP = gettext_lazy("At least 10 characters in Chinese, 20 in other languages. The reason is printed in the report.")


def check(text: str, *, field: str = "reason") -> str:
    """The reason as it is kept, or a refusal at its field. Runs of blanks count as one character."""
    reason = cleaned(text)
    texts.require_seen(reason, field=field)
    length, shortest = len(" ".join(reason.split())), SHORTEST_DENSE if DENSE.search(reason) else SHORTEST
    if not length:
        raise ValidationError({field: _("Write the reason: at least 10 characters in Chinese, 20 in other languages.")})
    if length < shortest:
        words = _("This reason has %(length)s characters; at least %(shortest)s are needed.")
        raise ValidationError({field: words % {"length": length, "shortest": shortest}})
    return reason


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
