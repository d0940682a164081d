"""Does the chain show every kind of tampering?"""

import pytest
from django.db import IntegrityError, transaction

from selection import ledger, triggers
from selection.models import ChainHead, Event, Payload
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    team = cast.committee()
    with transaction.atomic():
        for number in range(3):
            ledger.record("selection.edited", selection=team.selection, member=team.chen, payload={"n": number})
    return ChainHead.objects.get(selection=team.selection)


def test_a_whole_chain_has_no_faults(chain):
    assert (chain.sequence, ledger.faults(chain)) == (3, [])


def test_events_name_the_actor_and_the_roles(chain):
    event = chain.events.first()
    assert (event.actor.username, event.role, event.app, event.sequence) == ("chen", "chair", "selection", 1)


def test_each_event_holds_the_hash_of_the_one_before(chain):
    first, second, third = chain.events.order_by("sequence")
    assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)


def test_a_changed_event_shows(chain):
    with triggers.lifted():
        Event.objects.filter(sequence=2).update(object="another")
    assert ledger.faults(chain) == ["2: hash"]


def test_a_changed_payload_shows(chain):
    with triggers.lifted():
        Payload.objects.filter(event__sequence=2).update(body={"n": 9})
    assert ledger.faults(chain) == ["2: payload"]


def test_an_erased_payload_shows(chain):
    with triggers.lifted():
        Payload.objects.filter(event__sequence=2).delete()
    assert ledger.faults(chain) == ["2: no payload"]


def test_a_cut_tail_shows(chain):
    with triggers.lifted():
        Event.objects.filter(sequence=3).delete()
    assert ledger.faults(chain) == ["head"]


def test_a_removed_event_shows(chain):
    with triggers.lifted():
        Event.objects.filter(sequence=2).delete()
    assert ledger.faults(chain) == ["3: link"]


def test_a_chain_cannot_fork(chain):
    first = chain.events.get(sequence=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(chain=chain, sequence=4, previous=first.hash, hash="x", type="x", at=first.at)


def test_the_same_payload_hashes_differently_each_time(chain):
    hashes = set(chain.events.values_list("payload_hash", flat=True))
    assert len(hashes) == 3


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        ledger.record("selection.edited")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_event():
    team = cast.committee()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ledger.record("selection.edited", selection=team.selection, member=team.chen)
        raise ZeroDivisionError
    assert (Event.objects.count(), ChainHead.objects.count()) == (0, 0)
