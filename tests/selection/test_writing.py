"""A row that is written by a statement of its own is the row that `save` writes, on every database."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selection import ledger
from selection.models import ChainHead, Event, Payload, Selection
from selection.writing import insert, joining, update
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def events():
    made = cast.committee()
    head = ChainHead.objects.create(key="one", selection=None)
    fields = {"chain": head, "hash": "0", "type": "selection.edited", "at": timezone.now(), "actor": made.chen.user}
    return [
        Event(sequence=place, previous=str(place), reason="“为什么”", object_version=None, **fields) for place in (1, 2)
    ]


def values(row):
    fresh = type(row).objects.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in row._meta.concrete_fields}


def test_an_inserted_row_is_the_saved_one():
    one, other = events()
    insert(one)
    other.save()
    assert values(one) == values(other) | {"id": one.pk, "sequence": 1, "previous": "1"}
    assert (one._state.adding, one._state.db) == (False, "default")
    body = {"数": [1, None, {"a": "'\"%s"}]}
    insert(Payload(event=one, salt="s", body=body, kept={}))
    assert (one.payload.body, Payload.objects.get().body) == (body, body)


def test_an_update_changes_the_named_fields_only():
    selection = cast.committee().selection
    selection.name_en, selection.archived_at, selection.code = "New", timezone.now(), "S-9999"
    update(selection, "name_en", "archived_at")
    stored = Selection.objects.get(pk=selection.pk)
    assert (stored.name_en, stored.archived_at, stored.code) == ("New", selection.archived_at, "S-0001")


def test_an_update_of_a_row_that_is_gone_fails():
    selection = Selection(pk=10**9, name_en="New")
    with pytest.raises(RuntimeError, match="is not stored"):
        update(selection, "name_en")


def test_two_events_of_one_held_chain_follow_each_other():
    selection = cast.committee().selection
    head = ledger.locked_head(selection)
    first, second = (ledger.record("selection.edited", selection=selection, head=head) for _ in range(2))
    assert (second.sequence, second.previous) == (first.sequence + 1, first.hash)
    assert ledger.faults(ChainHead.objects.get(selection=selection)) == []


@joining
def fails(selection):
    Selection.objects.filter(pk=selection.pk).update(name_en="Half")
    raise ValueError


@pytest.mark.django_db(transaction=True)
def test_a_joining_verb_that_fails_leaves_nothing_alone_or_within_another():
    selection = cast.committee().selection
    name = selection.name_en
    with pytest.raises(ValueError):
        fails(selection)
    assert Selection.objects.get().name_en == name
    with pytest.raises(ValueError), transaction.atomic():
        fails(selection)
    assert Selection.objects.get().name_en == name


def test_a_joining_verb_makes_no_transaction_within_another():
    selection = cast.committee().selection
    with CaptureQueriesContext(connection) as queries, pytest.raises(ValueError):
        fails(selection)
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_no_chain_is_held_outside_a_transaction():
    selection = cast.committee().selection
    with transaction.atomic():
        ledger.locked_head(selection)
    with pytest.raises(RuntimeError):
        ledger.locked_head(selection)
