"""Does the database itself keep events as they were written, also after its tables were built again?"""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from selection import ledger, triggers
from selection.events import ErasureEvent
from selection.models import ChainHead, Event, Member, Payload, Selection
from selection.setup import delete_draft
from tests import cast

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team():
    team = cast.committee()
    with transaction.atomic():
        for number in range(2):
            ledger.record("selection.edited", selection=team.selection, member=team.chen, payload={"n": number})
    return team


ACTS = {
    "update": lambda: Event.objects.update(reason="another"),
    "delete": lambda: Event.objects.filter(sequence=2).delete(),
    "payload update": lambda: Payload.objects.update(body={}),
    "payload delete": lambda: Payload.objects.all()._raw_delete("default"),
    "event delete": lambda: Event.objects.all()._raw_delete("default"),
    "selection delete": lambda: Member.objects.all().delete() and Selection.objects.all().delete(),
}


@pytest.mark.parametrize("act", ACTS)
def test_database_refuses_to_change_or_delete_an_event(team, act):
    with pytest.raises(DatabaseError, match="events are never changed"), transaction.atomic():
        ACTS[act]()
    assert ledger.faults(ChainHead.objects.get(selection=team.selection)) == []


def erase(team, *names):
    """As the verbs do it: one event a person, then the payload of the first event goes."""
    with transaction.atomic():
        for kind, name in zip((ErasureEvent.PROPOSED, ErasureEvent.PAYLOAD_REDACTED), names, strict=False):
            ledger.record(kind, selection=team.selection, member=team.members[name], object="event 1")
        Payload.objects.filter(event__chain__selection=team.selection, event__sequence=1).delete()


@pytest.mark.parametrize("names", [(), ("bo",), ("bo", "bo")], ids=["nobody", "only proposed", "one person"])
def test_the_database_keeps_a_payload_that_two_people_have_not_given_up(team, names):
    with pytest.raises(DatabaseError, match="events are never changed"):
        erase(team, *names)
    erase(team, "bo", "chen")
    assert ledger.faults(ChainHead.objects.get(selection=team.selection)) == []


def test_two_people_give_up_one_payload_only(team):
    erase(team, "bo", "chen")
    with pytest.raises(DatabaseError, match="events are never changed"):
        Payload.objects.filter(event__sequence=2).delete()


@pytest.mark.parametrize("act", [name for name in ACTS if name != "event delete"])
def test_without_the_triggers_it_would_not(team, act):
    with triggers.lifted():
        ACTS[act]()
        found = [ledger.faults(head) for head in ChainHead.objects.filter(selection=team.selection)]
    assert found != [[]]


def test_chain_goes_with_its_draft_and_the_site_keeps_its_end(team):
    end = ChainHead.objects.get(selection=team.selection)
    delete_draft(team.selection, member=team.chen, typed="Service platform")
    assert not Event.objects.filter(chain=end.pk).exists()
    kept = Payload.objects.get(event__type="selection.deleted").body
    assert (kept["sequence"], kept["head"]) == (2, end.hash)


def test_everything_can_be_flushed_and_is_guarded_afterwards(team):
    call_command("flush", interactive=False, verbosity=0)
    assert (Event.objects.count(), triggers.missing()) == (0, [])


def test_triggers_that_went_with_a_table_that_was_built_again_are_named_and_made_by_migrate(team, capsys):
    with connection.schema_editor() as editor:
        triggers.drop()
        editor.alter_field(Event, Event._meta.get_field("app"), _wider("app"))
    assert triggers.missing() == triggers.NAMES
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert "events were not guarded: selection_event_no_update, selection_event_no_delete" in capsys.readouterr().err
    with connection.schema_editor() as editor, triggers.lifted():
        editor.alter_field(Event, _wider("app"), Event._meta.get_field("app"))


NAME, TABLE = "selection_event_no_delete", "selection_event"
HOLLOW = {
    "sqlite": {
        "other words": f"CREATE TRIGGER {NAME} BEFORE delete ON {TABLE} BEGIN SELECT 1; END",
        "another table": f"CREATE TRIGGER {NAME} BEFORE delete ON selection_notice BEGIN SELECT 1; END",
    },
    "postgresql": {
        "other words": "CREATE OR REPLACE FUNCTION selection_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$BEGIN RETURN OLD; END$$",
        "a condition": f"CREATE TRIGGER {NAME} BEFORE delete ON {TABLE} FOR EACH ROW WHEN (false) "
        "EXECUTE FUNCTION selection_refuse()",
        "afterwards": f"CREATE TRIGGER {NAME} AFTER delete ON {TABLE} FOR EACH STATEMENT "
        "EXECUTE FUNCTION selection_refuse()",
        "on a replica": f"ALTER TABLE {TABLE} ENABLE REPLICA TRIGGER {NAME}",
    },
}


def test_trigger_of_the_right_name_that_refuses_nothing_is_named_and_made_again(team):
    place = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    for kind, statement in HOLLOW[connection.vendor].items():
        with connection.cursor() as cursor:
            if "CREATE TRIGGER" in statement:
                cursor.execute(f"DROP TRIGGER {NAME}{place}")
            cursor.execute(statement)
        assert NAME in triggers.missing(), kind
        triggers.make()
        assert triggers.missing() == [], kind
        with pytest.raises(DatabaseError, match="events are never changed"):
            Event.objects.all()._raw_delete("default")


def _wider(name):
    field = models.CharField(max_length=21, blank=True, default="")
    field.set_attributes_from_name(name)
    field.model = Event
    return field


@pytest.mark.campaign  # in every run a database goes back and forth in tests/test_upgrade.py
def test_migrate_back_and_forth_leaves_events_guarded(team):
    call_command("migrate", "selection", "0004", verbosity=0)
    assert triggers.missing() == triggers.NAMES
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
