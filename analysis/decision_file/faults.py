"""What is wrong with a decision file, where, and what to do about it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_FAULTS = 100
MOST_SHOWN = 120  # characters of what a fault quotes


def gettext_noop(message: str) -> str:
    """Mark a message for extraction; the caller translates the template when it shows it."""
    return message


def pointer(*parts: str | int) -> str:
    """Return the JSON pointer of a place in a decision file.

    Example
    -------
    >>> pointer("vendors", 0, "name/short")
    '/vendors/0/name~1short'

    References
    ----------
    RFC 6901, JavaScript Object Notation (JSON) Pointer.
    """
    # “~” first, or the “~1” of a slash would be escaped once more.
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Fault:
    """One fault: the place, an English message template and its parameters."""

    pointer: str
    template: str
    params: Params = field(default_factory=dict)

    def __post_init__(self) -> None:
        cut = {key: _short(value) for key, value in self.params.items()}
        object.__setattr__(self, "params", cut)

    @property
    def message(self) -> str:
        """The English message with its parameters filled in."""
        return self.template % self.params

    def to_dict(self) -> dict[str, str]:
        """Return the fault as the command line prints it."""
        return {"pointer": self.pointer, "message": self.message}


def _short(value: str | int) -> str | int:
    return f"{value[:MOST_SHOWN]}…" if isinstance(value, str) and len(value) > MOST_SHOWN else value


class Enough(Exception):
    """So many faults are found that nobody needs more."""


class Faults(list[Fault]):
    """The first faults of a decision file; the reading ends when there are enough."""

    def append(self, fault: Fault) -> None:
        super().append(fault)
        if len(self) >= MOST_FAULTS:
            raise Enough
