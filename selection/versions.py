"""Has somebody else changed what a person was shown, since it was shown?"""

from django.db.models import Model


class Stale(Exception):
    """It has changed meanwhile; `current` is what it is now, where it is one row."""

    def __init__(self, current: Model | None = None) -> None:
        super().__init__(str(current or ""))
        self.current = current
