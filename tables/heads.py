"""Which known name does a head of a table mean, as loosely as people write it?"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from tables.numbers import INVISIBLE

Named = TypeVar("Named")
KEPT = 8192  # every label of a table is compared with every name
LONGEST = 400  # characters; no name has more
# What stands behind a name and is none of it.
ASIDE = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
FORMS = re.compile(
    r"\s*&\s*co\.?$|[\s,]+(?:incorporated|inc|ltd|limited|llc|plc|corp|corporation|company|gmbh|s\.?a|b\.?v|co)\.?$"
    r"|(?:股份|责任)?(?:有限)?(?:责任)?公司$"
)

# What counts the rows of a list: 1. · 1、 · 2.3 · （一） · ③, but not 7x24.
NUMBERED = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}(?:[.．]\d{1,2})*|[一二三四五六七八九十]{1,3})[)）.．、:：](?!\d)"
    r"|\d{1,2}(?:[.．]\d{1,2})+\s|[①-⑳])\s*(?=\S)"
)


def folded(name: str) -> str:
    """A name as it is compared: without width, case, spaces and what nobody sees."""
    return "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", name)).casefold().split())


def loose(name: str) -> str:
    """And without a number before it, a remark in parentheses and the form of a company."""
    name = NUMBERED.sub("", INVISIBLE.sub("", name))
    text = ASIDE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", name)).casefold()).strip()
    while (shorter := FORMS.sub("", text).strip(" ,.&")) != text and shorter:
        text = shorter
    return folded(text)


compared = [lru_cache(maxsize=KEPT)(form) for form in (folded, loose)]


def meant(head: str, names: Mapping[str, Iterable[Named]]) -> list[Named]:
    """Those that a head may mean: by their whole name, else by its loose form; more than one is ambiguous."""
    for form in compared if len(head) <= LONGEST else ():
        wanted = form(head)
        found = {id(one): one for name, ones in names.items() if wanted and form(name) == wanted for one in ones}
        if found:
            return list(found.values())
    return []
