"""Which selections and people are only an example, and how do they all leave at once?"""

from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from desk import printed
from reports.events import DemoEvent
from reports.models import Decision, Report
from scoring.models import Consensus, Score
from selection import accounts, ledger
from selection.models import Member, Selection, User


class People(NamedTuple):
    """Whose printed password opens an account: who leaves with the examples, and who is needed."""

    leaving: list[User]
    staying: list[User]


def selections() -> QuerySet[Selection]:
    return Selection.objects.filter(is_demo=True)


def people(*, actor: User) -> People:
    """Who sits on a committee of your own stays; who asks is neither."""
    seats = Member.objects.filter(user=OuterRef("pk"), selection__is_demo=False, removed_at=None)
    known = User.objects.filter(is_password_printed=True, is_active=True).exclude(pk=actor.pk)
    rows = list(known.annotate(is_needed=Exists(seats)).order_by("username"))
    return People([user for user in rows if not user.is_needed], [user for user in rows if user.is_needed])


@transaction.atomic
def remove(*, actor: User) -> list[str]:
    """Delete every example with all it holds, close the accounts that only they used, and end what was printed."""
    if actor.is_password_printed:
        raise ValidationError(_("Choose a password of your own first: yours was printed, and others may know it."))
    found = people(actor=actor)
    for user in found.leaving:
        accounts.deactivate(user, actor=actor)
    for user in [*found.leaving, *found.staying]:
        accounts.end_printed_password(user, actor=actor)
    rows = selections().select_for_update()
    chains = {row.code: ledger.end(row) for row in rows}
    files = Report.objects.filter(run__selection__in=rows).values_list("file", "plain_file")
    names = [name for both in files for name in both if name]
    # In this order: marks keep their criteria and vendors from going, a decision its run.
    Decision.objects.filter(selection__in=rows).delete()
    Consensus.objects.filter(criterion__selection__in=rows).delete()
    Score.objects.filter(round__selection__in=rows).delete()
    rows.delete()
    ledger.record(DemoEvent.DEMO_REMOVED, actor=actor, payload={"codes": list(chains), "chains": chains})
    # After the commit: a file does not come back with its row.
    transaction.on_commit(partial(_remove_files, names))
    transaction.on_commit(printed.settle)
    return list(chains)


def _remove_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
