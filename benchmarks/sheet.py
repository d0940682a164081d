"""How large is the sheet that is measured? 37 criteria × 6 vendors, with what is known of them.

`python -m benchmarks.sheet PEOPLE` seats so many more evaluators and prints their sessions and cells.
"""

import json
import sys
import time
from typing import Any

import django

CODE = "S-0008"
CRITERIA, VENDORS = 37, 6
Cells = list[tuple[str, str]]


def widen() -> None:
    """More criteria and vendors for the example of an open round, made like those that it has."""
    from criteria.models import Criterion, Kind
    from criteria.tree import leaves
    from selection.models import Selection

    selection = Selection.objects.get(code=CODE)
    few = list(selection.vendors.filter(withdrawn="").order_by("code"))
    for place in range(len(few), VENDORS):
        _another_vendor(few[place % len(few)], f"V{place}")
    rated = list(Criterion.objects.filter(selection=selection, kind=Kind.RATED))
    for place in range(leaves(selection).count(), CRITERIA):
        _another(rated[place % len(rated)], "anchors", code=f"L{place}")
    assert (leaves(selection).count(), selection.vendors.filter(withdrawn="").count()) == (CRITERIA, VENDORS)


def _another_vendor(vendor: Any, code: str) -> None:
    _another(vendor, "facts", "claims", "evidence", code=code)


def _another(row: Any, *belongings: str, **fields: Any) -> Any:
    """A copy of a row with what hangs on it."""
    below = [list(getattr(row, name).all()) for name in belongings]
    copy = _saved(row, **fields)
    owner = type(row)._meta.model_name
    for rows in below:
        for one in rows:
            _saved(one, **{owner: copy})
    return copy


def _saved(row: Any, **fields: Any) -> Any:
    copy = type(row)(
        **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | {"pk": None}
    )
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.pk = None
    copy.save()
    return copy


def fill(member: Any) -> None:
    """A mark in every second cell of somebody's sheet."""
    from django.utils import timezone

    from scoring.models import Score
    from scoring.rounds import current

    round = current(member.selection)
    assert round
    given = {"round": round, "member": member, "level": "documented", "rationale": "Seen in the demonstration."}
    Score.objects.filter(member=member).delete()
    Score.objects.bulk_create(
        Score(criterion=leaf, vendor=vendor, score=5, updated_at=timezone.now(), **given)
        for leaf, vendor in cells(member)[::2]
    )


def cells(member: Any) -> list[tuple[Any, Any]]:
    from criteria.assignments import assigned_leaves
    from vendors.registry import active

    vendors = list(active(member.selection))
    return [(leaf, vendor) for leaf in assigned_leaves(member) for vendor in vendors]


def join(count: int) -> dict[str, Any]:
    """Accounts, seats and sessions of so many more evaluators of the open round, and the cells of a sheet."""
    from selection.models import Member, Selection, User

    widen()
    selection = Selection.objects.get(code=CODE)
    names = [f"load{n}" for n in range(count)]
    User.objects.bulk_create(User(username=name, name_en=name, password="!") for name in names)
    people = list(User.objects.filter(username__in=names))
    seats = [Member(selection=selection, user=one, key=one.username, is_evaluator=True) for one in people]
    Member.objects.bulk_create(seats)
    codes = [(leaf.code, vendor.code) for leaf, vendor in cells(selection.members.get(user=people[0]))]
    return {"sessions": [session(one) for one in people], "cells": codes}


def session(person: Any) -> str:
    """The key of a session as signing in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from selection.accounts import BACKEND
    from selection.sessions import SEEN, STARTED

    store, now = SessionStore(), int(time.time())
    store.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND})
    store.update({HASH_SESSION_KEY: person.get_session_auth_hash(), STARTED: now, SEEN: now})
    store.save()
    assert store.session_key
    return store.session_key


if __name__ == "__main__":
    django.setup()
    print(json.dumps(join(int(sys.argv[1]))))
