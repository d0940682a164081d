"""How heavy are the style sheets of a page?"""

import gzip
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = ("vendor/bootstrap.css", "css/touchstone.css", "css/product.css")


def measure() -> Iterator[Measured]:
    packed = sum(len(gzip.compress((STATIC / sheet).read_bytes())) for sheet in SHEETS)
    yield Measured("style sheets of a page, gzip", packed / 1000, "kB", 60)
