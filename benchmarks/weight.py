"""How heavy are the style sheets of a page, at most?"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured
from desk.styles import AREAS

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"""stylesheet" href="{% static '([^']+)'""")
VENDORED = "vendor/bootstrap.css"  # tokens.css imports it


def measure() -> Iterator[Measured]:
    yield Measured("style sheets of a page, gzip", heaviest() / 1000, "kB", 25)


def heaviest() -> int:
    """Bytes of the sheets of every page and of those of the heaviest area."""
    every = NAMED.findall((ROOT / "templates" / "base.html").read_text())
    return packed([VENDORED, *every]) + max(packed(sheets) for sheets in AREAS.values())


def packed(sheets: list[str] | tuple[str, ...]) -> int:
    return sum(len(gzip.compress((ROOT / "static" / sheet).read_bytes())) for sheet in sheets)
