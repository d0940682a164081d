"""What does one measurement say?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A value with its unit and the most, or least, it may be."""

    name: str
    value: float
    unit: str
    limit: float
    is_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.value >= self.limit if self.is_least else self.value <= self.limit

    def __str__(self) -> str:
        mark, bound = "ok  " if self.is_kept else "OVER", "at least" if self.is_least else "at most"
        return f"{mark} {self.name:<58} {self.value:>9.2f} {self.unit:<8} {bound} {self.limit:g}"
