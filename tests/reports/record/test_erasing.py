"""Does what an event holds go when two people want it, and only then, and does everything else go on?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from reports import exceptions, printing
from reports.models import Report
from reports.proof import replay
from reports.proof.verification import lines, verify, verify_site
from reports.record import acts
from selection import accounts, erasure, ledger, triggers
from selection.access import LIGHT, WrongPhase
from selection.events import ErasureEvent
from selection.models import ChainHead, Event, Member, Payload, Phase, Selection, User
from tests import cast
from tests.reports.proof.test_verification import decided
from tests.test_access import COMMITTEES

pytestmark = pytest.mark.django_db
WHY = "The person asks for it, and the law gives them the right."


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """A selection that went all the way to a final report, once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        selection = decided()
        Report.objects.update(pages=12)
        yield selection
        transaction.set_rollback(True)


@pytest.fixture
def team():
    """A finished selection with two events."""
    team = cast.committee(phase=Phase.DONE)
    with transaction.atomic():
        for number in range(2):
            ledger.record("selection.edited", selection=team.selection, member=team.chen, payload={"lead": [0, number]})
    return team


def events(selection):
    return Event.objects.filter(chain__selection=selection).order_by("sequence")


def first(selection):
    return events(selection).select_related("chain").first()


def faults(selection):
    return ledger.faults(ChainHead.objects.get(selection=selection))


def erase(event, member):
    erasure.propose(event, member=member, reason=WHY)
    erasure.confirm(event, actor=cast.admin())


def test_what_two_people_erase_is_gone_and_the_chain_stays_whole(team):
    erase(first(team.selection), team.bo)
    assert [hasattr(event, "payload") for event in events(team.selection)] == [False, True, True, True]
    assert faults(team.selection) == []
    said = list(events(team.selection).values_list("type", "object", "actor__username", "reason"))[2:]
    assert said == [
        ("selection.erasure_proposed", "event 1", "bo", WHY),
        ("selection.payload_redacted", "event 1", "ada", WHY),
    ]


def test_verify_says_what_was_erased_and_accuses_nobody(team):
    erase(first(team.selection), team.bo)
    verdict = verify(team.selection)
    assert ([found.kind for found in verdict.findings], len(verdict.erased)) == ([], 1)
    told = [line for line in lines([verdict]) if "redacted" in line]
    assert [line.split(" · ")[:2] for line in told] == [["  redacted", "event 1"]]
    assert told[0].endswith("event 4")


def test_nobody_confirms_what_they_have_proposed(team):
    User.objects.filter(username="bo").update(is_site_admin=True)
    bo = Member.objects.select_related("user", "selection").get(user__username="bo")
    erasure.propose(first(team.selection), member=bo, reason=WHY)
    with translation.override("en"), pytest.raises(ValidationError, match="Another person has to confirm"):
        erasure.confirm(first(team.selection), actor=bo.user)
    assert Payload.objects.filter(event__chain__selection=team.selection).count() == 3


@pytest.mark.parametrize("name", ["chen", "eva", "otto", "aude"])
def test_only_procurement_proposes(team, name):
    with pytest.raises(PermissionDenied):
        erasure.propose(first(team.selection), member=team.members[name], reason=WHY)


@pytest.mark.parametrize("gone", ["removed", "deactivated", "never there", "without an account"])
def test_the_chair_proposes_where_nobody_of_procurement_is_left(team, gone):
    path, event = "/s/S-0001/record/1/erase/", first(team.selection)
    assert client_of("chen").get(path).status_code == 403
    seat = Member.objects.filter(pk=team.bo.pk)
    if gone == "removed":
        seat.update(removed_at=timezone.now())
    elif gone == "deactivated":
        User.objects.filter(username="bo").update(is_active=False)
    elif gone == "never there":
        seat.update(is_procurement=False, is_observer=True)
    else:
        seat.update(user=None)
    assert path in client_of("chen").get("/s/S-0001/record/").content.decode()
    assert {client_of(name).post(path, {"reason": WHY}).status_code for name in ("eva", "otto", "aude")} == {403}
    assert client_of("chen").post(path, {"reason": WHY}).url == "/s/S-0001/record/"
    erasure.confirm(event, actor=cast.admin())
    assert (hasattr(first(team.selection), "payload"), faults(team.selection)) == (False, [])


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.DONE])
def test_nothing_is_erased_before_the_selection_is_done(team, phase):
    Selection.objects.update(phase=phase)
    with pytest.raises(WrongPhase):
        erasure.propose(first(team.selection), member=team.bo, reason=WHY)


def test_who_confirms_administers_the_site(team):
    erasure.propose(first(team.selection), member=team.bo, reason=WHY)
    for act in (erasure.confirm, erasure.drop):
        with pytest.raises(PermissionDenied):
            act(first(team.selection), actor=team.chen.user)


def test_events_of_another_chain_are_not_proposed(team):
    other = cast.committee("S-0002", phase=Phase.DONE, people=("mallory",))
    with transaction.atomic():
        event = ledger.record("selection.edited", selection=other.selection, member=other.mallory)
    with pytest.raises(PermissionDenied):
        erasure.propose(event, member=team.bo, reason=WHY)
    with pytest.raises(PermissionDenied):
        erasure.propose_for_site(event, actor=cast.admin(), reason=WHY)


def test_a_proposal_is_made_once_and_can_be_let_go(team):
    event = first(team.selection)
    erasure.propose(event, member=team.bo, reason=WHY)
    with pytest.raises(ValidationError):
        erasure.propose(event, member=team.bo, reason=WHY)
    erasure.drop(event, actor=cast.admin())
    with pytest.raises(ValidationError):
        erasure.confirm(event, actor=cast.admin())
    assert (erasure.waiting(Event.objects.all()), faults(team.selection)) == ([], [])
    erase(event, team.bo)
    with pytest.raises(ValidationError):
        erasure.propose(event, member=team.bo, reason=WHY)


def test_what_two_people_agreed_on_is_never_erased(team):
    erase(first(team.selection), team.bo)
    with transaction.atomic():  # also where it says more than the verbs let it say
        ledger.record(ErasureEvent.PAYLOAD_REDACTED, selection=team.selection, object="event 9", payload={"more": 1})
    for event in events(team.selection)[2:]:
        with pytest.raises(ValidationError):
            erasure.propose(event, member=team.bo, reason=WHY)


def test_a_reason_is_needed(team):
    with pytest.raises(ValidationError):
        erasure.propose(first(team.selection), member=team.bo, reason="because")
    assert events(team.selection).count() == 2


# ---- what verify makes of a payload that goes otherwise


def alone(selection, *actors):
    """The events of an erasure without its verbs, and the payload of the first event gone."""
    with triggers.lifted():
        for kind, actor in zip((ErasureEvent.PROPOSED, ErasureEvent.PAYLOAD_REDACTED), actors, strict=False):
            ledger.record(kind, selection=selection, actor=actor, object="event 1")
        Payload.objects.filter(event=first(selection)).delete()


@pytest.mark.parametrize("names", [(), ("bo",), ("bo", "bo")], ids=["nobody", "proposed only", "one person"])
def test_verify_accuses_a_payload_that_is_gone_without_two_people(team, names):
    alone(team.selection, *(team.members[name].user for name in names))
    assert faults(team.selection) == ["1: no payload"]


def test_a_payload_that_is_back_is_accused(team):
    payload = first(team.selection).payload
    erase(first(team.selection), team.bo)
    Payload.objects.create(event=first(team.selection), salt=payload.salt, body=payload.body)
    assert faults(team.selection) == ["1: payload that was erased"]


@pytest.mark.parametrize("object", ["", "event", "event x", "event 1 ", "event 01", "event ²", "no event 1"])
def test_an_erasure_that_names_no_event_covers_nothing(team, object):
    with triggers.lifted():
        for kind, actor in ((ErasureEvent.PROPOSED, team.bo.user), (ErasureEvent.PAYLOAD_REDACTED, cast.admin())):
            ledger.record(kind, selection=team.selection, actor=actor, object=object)
        Payload.objects.filter(event=first(team.selection)).delete()
    assert (faults(team.selection), erasure.waiting(Event.objects.all())) == (["1: no payload"], [])


def test_an_erasure_covers_no_other_payload(team):
    erase(first(team.selection), team.bo)
    with triggers.lifted():
        Payload.objects.filter(event=events(team.selection)[1])._raw_delete("default")
    assert faults(team.selection) == ["2: no payload"]


# ---- everything goes on


def test_each_kind_that_loses_its_payload_accuses_nobody(whole):
    """Each in turn, so that no other erasure hides what it breaks."""
    buyer = _buyer(whole)
    accused = []
    for kind in sorted({event.type for event in events(whole)}):
        with transaction.atomic():
            for event in filter(erasure.may_go, events(whole).filter(type=kind).select_related("chain", "payload")):
                erase(event, buyer)
            accused += [(kind, str(found)) for found in verify(whole).findings]
            transaction.set_rollback(True)
    assert accused == []


def _buyer(selection):
    rows = Member.objects.select_related("user", "selection").filter(selection=selection)
    member = rows.filter(is_procurement=True).first() or rows.filter(is_chair=True).first()
    Member.objects.filter(pk=member.pk).update(is_procurement=True)
    return rows.get(pk=member.pk)


def test_a_change_of_what_is_still_proved_is_found_all_the_same(whole):
    with transaction.atomic():
        buyer = _buyer(whole)
        erase(events(whole).filter(type="scoring.sheet_submitted").select_related("chain").first(), buyer)
        Selection.objects.filter(pk=whole.pk).update(phase=Phase.DECIDE)
        assert "phase" in {found.kind for found in verify(Selection.objects.get(pk=whole.pk)).findings}
        transaction.set_rollback(True)


def test_with_every_payload_gone_every_page_export_and_report_is_made(whole):
    """Also of kinds that this selection never saw."""
    with transaction.atomic():
        buyer = _buyer(whole)
        kinds = [kind for area in acts.OF_SELECTIONS for kind in area.kinds if kind not in erasure.ABOUT]
        for kind in kinds:
            object = f"1/{buyer.key}" if kind.startswith(("scoring.sheet_s", "scoring.sheet_t")) else buyer.key
            ledger.record(kind, selection=whole, member=buyer, object=object, payload={"to": "x"})
        for event in filter(erasure.may_go, events(whole).select_related("chain", "payload")):
            erase(event, buyer)
        row = Selection.objects.get(pk=whole.pk)
        assert (verify(row).findings, replay.proved_from(row.chain)) == ([], 0)
        assert _broken(row) == []
        exceptions.of(row)
        chair = Member.objects.select_related("selection", "user").get(selection=row, is_chair=True)
        printing.request_report(row.runs.latest("number"), language="zh-hans", member=chair)
        printing.request_report(row.runs.latest("number"), language="en", member=chair)
        transaction.set_rollback(True)


def _broken(selection):
    """Every address that a member with every role may open now."""
    chair = Member.objects.select_related("user").get(selection=selection, is_chair=True)
    Member.objects.filter(pk=chair.pk).update(**{f"is_{role}": True for role in Member.ROLES})
    client = Client()
    client.force_login(chair.user)
    open_now = [
        route for route in COMMITTEES if any(selection.phase in phases for phases in LIGHT[route.right].values())
    ]
    answers = {route.name: client.get(route.path(selection.code)).status_code for route in open_now}
    return [(name, status) for name, status in answers.items() if status not in (200, 302, 400, 404, 405, 409)]


# ---- on the pages


def client_of(name):
    User.objects.filter(username=name).update(language="en")
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_one_proposes_on_the_record_and_an_administrator_confirms(team):
    cast.admin()
    buyer, ada = client_of("bo"), client_of("ada")
    path = "/s/S-0001/record/1/erase/"
    assert path in buyer.get("/s/S-0001/record/").content.decode()
    assert path not in client_of("chen").get("/s/S-0001/record/").content.decode()
    assert buyer.post(path, {"reason": "short"}).status_code == 422
    assert buyer.post(path, {"reason": WHY}).url == "/s/S-0001/record/"
    waiting = f"/record/erasures/{first(team.selection).pk}/"
    assert waiting in ada.get("/record/").content.decode()
    page = ada.get(waiting).content.decode()
    assert (WHY in page, "Changed basics and rules" in page, "Lead" in page) == (True, True, False)
    assert ada.post(waiting).url == "/record/"
    assert "What it held was erased." in buyer.get("/s/S-0001/record/").content.decode()
    assert "Nothing is waiting here any more." in ada.get(waiting).content.decode()
    assert ada.post(waiting).status_code == 409


@pytest.mark.parametrize("name", ["chen", "bo", "aude"])
def test_who_answers_for_a_selection_reads_what_waits_there_and_cannot_confirm_it(team, name):
    other = cast.committee("S-0002", phase=Phase.DONE, people=(name,))
    erasure.propose(first(team.selection), member=team.bo, reason=WHY)
    path, link = "/s/S-0001/record/", f"/record/erasures/{first(team.selection).pk}/"
    page = client_of(name).get(path).content.decode()
    head = "Erasures that wait for a second person"
    assert (head in page, link in page) == (True, False)
    assert head not in client_of(name).get(f"/s/{other.selection.code}/record/").content.decode()
    User.objects.filter(username=name).update(is_site_admin=True)
    assert link in client_of(name).get(path).content.decode()


def test_an_administrator_lets_it_stand(team):
    cast.admin()
    erasure.propose(first(team.selection), member=team.bo, reason=WHY)
    client_of("ada").post(f"/record/erasures/{first(team.selection).pk}/", {"leave": "1"})
    assert hasattr(first(team.selection), "payload")
    assert erasure.waiting(Event.objects.all()) == []


def test_two_administrators_erase_what_an_event_of_the_site_holds():
    ada, otto = cast.admin(), cast.person("otto", is_site_admin=True)
    accounts.add_person(actor=ada, name_zh="", name_en="Lin Lan", department="it")
    added = Event.objects.get(type="selection.person_added")
    assert client_of("ada").post(f"/record/{added.sequence}/erase/", {"reason": WHY}).url == "/record/"
    assert client_of("ada").post(f"/record/erasures/{added.pk}/").status_code == 409
    client_of(otto.username).post(f"/record/erasures/{added.pk}/")
    assert ("Lin Lan" in str(client_of("ada").get("/record/").context["lines"]), verify_site().findings) == (True, [])
    assert not hasattr(Event.objects.get(pk=added.pk), "payload")
