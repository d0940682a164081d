"""What does a term on the screen mean, in one sentence?"""

import json
from functools import cache
from typing import TypedDict

from django.conf import settings


class Term(TypedDict):
    key: str
    term: dict[str, str]
    sentence: dict[str, str]


@cache
def glossary() -> dict[str, Term]:
    rows: list[Term] = json.loads((settings.BASE_DIR / "fixtures" / "glossary.json").read_bytes())["terms"]
    return {row["key"]: row for row in rows}
