"""What does one measurement say?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A value with its unit and the most it may be."""

    name: str
    value: float
    unit: str
    limit: float

    @property
    def is_kept(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "ok  " if self.is_kept else "OVER"
        return f"{mark} {self.name:<58} {self.value:>9.2f} {self.unit:<8} at most {self.limit:g}"
