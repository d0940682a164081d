"""Which selections and people are only an example, and how do they all leave at once?"""

import json
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from reports.models import Decision, Document
from scoring.models import Consensus, Score
from selection import accounts, ledger
from selection.models import Member, Selection, User

PEOPLE = settings.BASE_DIR / "fixtures" / "demo" / "people.json"


class People(NamedTuple):
    """Whose printed password still opens an account: who leaves with the examples, and who is needed."""

    leaving: list[User]
    staying: list[User]


def selections() -> QuerySet[Selection]:
    return Selection.objects.filter(is_demo=True)


def passwords() -> dict[str, str]:
    """What the first start prints, by sign-in name."""
    return {row["username"]: row["password"] for row in json.loads(PEOPLE.read_bytes())}


def people(*, actor: User) -> People:
    """Who sits on a committee of your own stays, and so does who asks."""
    printed = passwords()
    seats = Member.objects.filter(user=OuterRef("pk"), selection__is_demo=False, removed_at=None)
    found = User.objects.filter(username__in=printed, is_active=True).annotate(is_needed=Exists(seats))
    known = [user for user in found.order_by("username") if user.check_password(printed[user.username])]
    stays = {user.pk: user.is_needed or user == actor for user in known}
    return People([u for u in known if not stays[u.pk]], [u for u in known if stays[u.pk]])


@transaction.atomic
def remove(*, actor: User) -> list[str]:
    """Delete every example with all it holds, and close the accounts that only the examples used."""
    for user in people(actor=actor).leaving:
        accounts.deactivate(user, actor=actor)
    rows = selections().select_for_update()
    chains = {row.code: ledger.end(row) for row in rows}
    names = list(Document.objects.filter(run__selection__in=rows).exclude(file="").values_list("file", flat=True))
    Decision.objects.filter(selection__in=rows).delete()
    Consensus.objects.filter(criterion__selection__in=rows).delete()
    Score.objects.filter(round__selection__in=rows).delete()
    rows.delete()
    ledger.record("reports.demo_removed", actor=actor, payload={"codes": list(chains), "chains": chains})
    transaction.on_commit(partial(_remove_files, names))
    return list(chains)


def _remove_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
