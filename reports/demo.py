"""Which selections are only an example, and how do they all leave at once?"""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from reports.models import Decision, Document
from scoring.models import Consensus, Score
from selection import ledger
from selection.models import Selection, User


def selections() -> QuerySet[Selection]:
    return Selection.objects.filter(is_demo=True)


@transaction.atomic
def remove(*, actor: User) -> list[str]:
    """Delete every example with all it holds; nothing else is touched."""
    rows = selections().select_for_update()
    codes = [row.code for row in rows]
    names = list(Document.objects.filter(run__selection__in=rows).exclude(file="").values_list("file", flat=True))
    Decision.objects.filter(selection__in=rows).delete()
    Consensus.objects.filter(criterion__selection__in=rows).delete()
    Score.objects.filter(round__selection__in=rows).delete()
    rows.delete()
    ledger.record("reports.demo_removed", actor=actor, payload={"codes": codes})
    transaction.on_commit(partial(_remove_files, names))
    return codes


def _remove_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
