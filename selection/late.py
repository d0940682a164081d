"""What did an act change after a round had closed, and why was it done so late?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from selection import reasons
from selection.models import LateAct, Member, Phase, Selection

LATE = (Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE)


def is_late(selection: Selection) -> bool:
    """Whether an act that moves a number has to be explained now."""
    return selection.phase in LATE


@contextmanager
def act(kind: str, *, selection: Selection, member: Member, object: str, reason: str) -> Iterator[dict[str, Any]]:
    """Surround a change inside its transaction: after a round has closed it needs a reason and is kept as an exception.

    Only what changes the decision file counts. The caller fills the dict with what was there and what came.
    """
    told: dict[str, Any] = {}
    before = _document(selection) if is_late(selection) else ""
    yield told
    if not before or before == (after := _document(selection)):
        return
    files = {"before": before, "after": after}
    record(selection, member=member, kind=kind, object=object, reason=reasons.check(reason), payload=told, **files)


def record(
    selection: Selection,
    *,
    member: Member | None,
    kind: str,
    object: str,
    reason: str,
    payload: Mapping[str, Any] | None = None,
    before: str = "",
    after: str = "",
) -> LateAct:
    """Keep an act among the exceptions, in any phase."""
    return LateAct.objects.create(
        selection=selection,
        at=timezone.now(),
        member=member,
        kind=kind,
        object=object,
        reason=reason,
        payload=dict(payload or {}),
        phase=selection.phase,
        before=before,
        after=after,
    )


def _document(selection: Selection) -> str:
    """The selection's inputs as they stand in this transaction; a fresh row, so that no cached one is read."""
    canonical: Callable[[Selection], bytes] = import_string(settings.DECISION_DOCUMENT)
    return canonical(Selection.objects.get(pk=selection.pk)).decode()
