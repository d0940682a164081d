"""Of which events does somebody hold a receipt, so that a later change of the record shows?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from scoring.events import ScoringEvent
from selection import ledger
from selection.events import CourseEvent
from selection.models import Event, Member, Phase


@dataclass(frozen=True)
class Receipt:
    """What to keep of one event. The hash of the event covers the digest, and that, with its salt, the sheets."""

    is_close: bool  # of all sheets, else of one's own
    at: datetime
    sequence: int
    hash: str
    digest: str

    @property
    def witness(self) -> str:
        """As `verify --head` takes it."""
        return f"{self.sequence}:{self.hash}"

    @property
    def shown_hash(self) -> str:
        return ledger.grouped(self.hash)

    @property
    def shown_digest(self) -> str:
        return ledger.grouped(self.digest)


def receipts(member: Member) -> list[Receipt]:
    """Of the sheets that this person submitted, and of the rounds that ended with their sheet or by their act."""
    own = Q(actor=member.user_id)
    # A move whose payload was erased no longer says where to, and has no receipt.
    closed = Q(type=CourseEvent.MOVED, payload__body__to=Phase.CLOSED)
    wanted = Q(type=ScoringEvent.SHEET_SUBMITTED) & own | (
        closed if member.sheets.exists() or member.is_evaluator else closed & own
    )
    events = Event.objects.filter(wanted, chain__selection=member.selection).order_by("-sequence")
    return [
        Receipt(event.type != ScoringEvent.SHEET_SUBMITTED, event.at, event.sequence, event.hash, event.payload_hash)
        for event in events
    ]
