"""By what does a line of a workbook say whose cell it is, in which round, and what stood there when it was taken?"""

import hashlib
from dataclasses import asdict, dataclass

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from analysis.decision_file import canonical_bytes
from scoring.cells import Entry

SALT = "own sheet taken along"
SHORT = 12  # characters of a digest that tells whether one's own cell was touched


@dataclass(frozen=True)
class Ticket:
    """What stands at the end of a line, beside its signature."""

    selection: str
    round: int
    person: str
    criterion: str
    vendor: str
    version: int
    digest: str  # of what stood in the cell

    @property
    def signature(self) -> str:
        # JSON keeps apart where one part ends and the next begins.
        return Signer(salt=SALT).signature(canonical_bytes(asdict(self)).decode())

    @property
    def state(self) -> str:
        """Version and digest, as they stand in one column."""
        return f"v{self.version}-{self.digest}"

    def bears(self, signature: str) -> bool:
        return constant_time_compare(signature, self.signature)


def digest_of(given: Entry) -> str:
    return hashlib.sha256(canonical_bytes(asdict(given))).hexdigest()[:SHORT]


def state_from(text: str) -> tuple[int, str] | None:
    """The version and the digest; None where the text is none of ours."""
    version, _dash, digest = text.removeprefix("v").partition("-")
    return (int(version), digest) if version.isascii() and version.isdecimal() and len(version) < 10 else None
