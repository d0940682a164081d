"""What may somebody do who can write to the database or the disk? Each kind, with what has to name it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import connection

from selection import ledger
from selection.models import ChainHead, Event
from tests.drill.installation import DECIDED, OPEN, file_name

SITE = "site"
OF = "(SELECT id FROM selection_selection WHERE code = %s)"
CHAIN = f"(SELECT id FROM selection_chainhead WHERE selection_id = {OF})"
SITE_CHAIN = "(SELECT id FROM selection_chainhead WHERE key = 'site')"


@dataclass(frozen=True)
class Tampering:
    """An act without the application: on which chain it shows, of which kind, and the start of the place."""

    code: str
    kind: str
    place: str
    do: Callable[[], object]


def sql(statement, *values):
    """One statement; `{json}` stands for a value that is JSON."""
    cast = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{json}", cast), values)
        assert cursor.rowcount != 0, statement


def one(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def first(table, where, *values):
    """The key of the first row of a table of one selection."""
    return one(f"SELECT min(id) FROM {table} WHERE {where}", *values)


def change(table, column, value, where=f"selection_id = {OF}", *values, is_json=False):
    """Write a value into the first row that is meant."""

    def do():
        row = first(table, where, *(values or (OPEN,)))
        sql(f"UPDATE {table} SET {column} = {'{json}' if is_json else '%s'} WHERE id = %s", value, row)

    return do


def remove(table, where, *values):
    return lambda: sql(f"DELETE FROM {table} WHERE id = %s", first(table, where, *values))


BY_VENDOR = f"vendor_id IN (SELECT id FROM vendors_vendor WHERE selection_id = {OF})"
BY_ROUND = f"round_id IN (SELECT id FROM scoring_round WHERE selection_id = {OF})"
BY_LEAF = f"criterion_id IN (SELECT id FROM criteria_criterion WHERE selection_id = {OF})"
FACT = f"origin = 'procurement' AND {BY_VENDOR}"
JUDGED = f"score IS NOT NULL AND {BY_ROUND}"
BY_NEED = f"requirement_id IN (SELECT id FROM selection_requirement WHERE selection_id = {OF})"
BY_SEAT = f"member_id IN (SELECT id FROM selection_member WHERE selection_id = {OF})"
BY_TRIAL = f"scenario_id IN (SELECT id FROM poc_scenario WHERE selection_id = {OF})"


# The chain itself --------------------------------------------------------------------------------
def of_event(column, value):
    return lambda: sql(
        f"UPDATE selection_event SET {column} = %s WHERE chain_id = {CHAIN} AND sequence = 2", value, OPEN
    )


def _sequence(number):
    return f"chain_id = {CHAIN} AND sequence = {number}"


def delete_event(number):
    sql(
        f"DELETE FROM selection_payload WHERE event_id IN (SELECT id FROM selection_event WHERE {_sequence(number)})",
        OPEN,
    )
    sql(f"DELETE FROM selection_event WHERE {_sequence(number)}", OPEN)


def swap():
    """Two events change places."""
    kept = one(f"SELECT previous FROM selection_event WHERE {_sequence(2)}", OPEN)
    after = one(f"SELECT previous FROM selection_event WHERE {_sequence(3)}", OPEN)
    for sequence, to, previous in ((2, 90, "x"), (3, 2, kept), (90, 3, after)):
        sql(f"UPDATE selection_event SET sequence = %s, previous = %s WHERE {_sequence(sequence)}", to, previous, OPEN)


def of_payload(body, kept=None):
    def do():
        row = first("selection_payload", f"event_id IN (SELECT id FROM selection_event WHERE {_sequence(4)})", OPEN)
        sql("UPDATE selection_payload SET body = {json} WHERE id = %s", json.dumps(body), row)
        if kept is not None:
            sql("UPDATE selection_payload SET kept = {json} WHERE id = %s", json.dumps(kept), row)

    return do


def cut(code=DECIDED, *, events=1, is_hidden=True):
    """The last events go, and the head says that they never were."""
    chain = ChainHead.objects.get(selection__code=code)
    gone = f"chain_id = {chain.pk} AND sequence > {chain.sequence - events}"
    sql(f"DELETE FROM selection_payload WHERE event_id IN (SELECT id FROM selection_event WHERE {gone})")
    sql(f"DELETE FROM selection_event WHERE {gone}")
    if is_hidden:
        end = chain.events.latest("sequence")
        sql("UPDATE selection_chainhead SET sequence = %s, hash = %s WHERE id = %s", end.sequence, end.hash, chain.pk)


def write_again(code=OPEN):
    """Every hash of a chain is computed anew, as somebody can who knows this code."""
    chain, previous = ChainHead.objects.get(selection__code=code), ""
    for event in Event.objects.filter(chain=chain).select_related("payload", "chain").order_by("sequence"):
        event.previous = previous
        event.payload_hash = ledger.payload_hash(event.payload.salt, event.payload.body, event.payload.kept)
        previous = event.hash = ledger.event_hash(event)
        sql(
            "UPDATE selection_event SET previous = %s, payload_hash = %s, hash = %s WHERE id = %s",
            event.previous,
            event.payload_hash,
            event.hash,
            event.pk,
        )
    sql("UPDATE selection_chainhead SET hash = %s WHERE id = %s", previous, chain.pk)


def then(*acts):
    return lambda: [act() for act in acts]


def invent():
    """A valid event in the chair's name that no act has written."""
    chain = ChainHead.objects.get(selection__code=OPEN)
    chair = one(f"SELECT min(user_id) FROM selection_member WHERE is_chair AND selection_id = {OF}", OPEN)
    body, salt = {"from": {}, "to": {"roles": ["chair"], "department": "it"}}, "0" * 32
    judge = one(f"SELECT min(key) FROM selection_member WHERE is_evaluator AND selection_id = {OF}", OPEN)
    event = Event(
        chain=chain,
        sequence=chain.sequence + 1,
        previous=chain.hash,
        type="selection.member_changed",
        at=chain.events.latest("sequence").at,
        actor_id=chair,
        role="chair",
        object=judge,
        payload_hash=ledger.payload_hash(salt, body),
        app="selection",
    )
    event.hash = ledger.event_hash(event)
    event.save()
    sql(
        "INSERT INTO selection_payload (event_id, salt, body, kept) VALUES (%s, %s, {json}, {json})",
        event.pk,
        salt,
        json.dumps(body),
        "{}",
    )
    sql("UPDATE selection_chainhead SET sequence = sequence + 1, hash = %s WHERE id = %s", event.hash, chain.pk)


def drop_chain():
    events = f"SELECT id FROM selection_event WHERE chain_id = {CHAIN}"
    sql(f"DELETE FROM selection_payload WHERE event_id IN ({events})", OPEN)
    sql(f"DELETE FROM selection_event WHERE chain_id = {CHAIN}", OPEN)
    sql(f"DELETE FROM selection_chainhead WHERE selection_id = {OF}", OPEN)


def drop_selection():
    """It never was: its chain goes with it, and the keys that point to it are looked at by nobody."""
    drop_chain()
    sql("DELETE FROM selection_selection WHERE code = %s", OPEN)


# Files -------------------------------------------------------------------------------------------
FORGED = b"%PDF-1.7 a report as somebody would like it"


def replace_file():
    with default_storage.open(file_name(), "wb") as file:
        file.write(FORGED)


def replace_file_and_digest():
    replace_file()
    sql("UPDATE reports_report SET sha256 = %s", hashlib.sha256(FORGED).hexdigest())


def add_consensus():
    leaf = first("criteria_criterion", f"kind = 'rated' AND selection_id = {OF}", DECIDED)
    vendor = first("vendors_vendor", f"selection_id = {OF}", DECIDED)
    columns = "(criterion_id, vendor_id, value, reason)"
    sql(f"INSERT INTO scoring_consensus {columns} VALUES (%s, %s, '9', 'so it was said')", leaf, vendor)


def invent_proof():
    row = first("vendors_fact", FACT, OPEN)
    columns = "vendor_id, criterion_id, origin, value, level, source, version"
    same = "vendor_id, criterion_id, 'poc', '1.5', 'poc', 'P-01', 1"
    sql(f"INSERT INTO vendors_fact ({columns}) SELECT {same} FROM vendors_fact WHERE id = %s", row)


def better_results():
    row = first("reports_run", f"selection_id = {OF}", DECIDED)
    results = json.loads(_text(one("SELECT results FROM reports_run WHERE id = %s", row)))
    results["total"]["B"] = 99.0
    sql("UPDATE reports_run SET results = {json} WHERE id = %s", json.dumps(results), row)


def _text(found):
    return found if isinstance(found, str) else json.dumps(found)


def of_decision(column, value):
    return change("reports_decision", column, value, f"selection_id = {OF}", DECIDED)


def hand_over_seat():
    """Somebody else sits there from now on."""
    taken = f"SELECT user_id FROM selection_member WHERE user_id IS NOT NULL AND selection_id = {OF}"
    free = one(f"SELECT min(id) FROM selection_user WHERE id NOT IN ({taken})", OPEN)
    change("selection_member", "user_id", free)()


# Those of a first look, and more.
TAMPERINGS = {
    "reason of an event changed": Tampering(OPEN, "chain", "2: hash", of_event("reason", "another")),
    "actor of an event changed": Tampering(
        OPEN, "chain", "3: hash", lambda: sql(f"UPDATE selection_event SET actor_id = NULL WHERE {_sequence(3)}", OPEN)
    ),
    "time of an event changed": Tampering(OPEN, "chain", "2: hash", of_event("at", "2026-01-01 00:00:00+00:00")),
    "event deleted in the middle": Tampering(OPEN, "chain", "3: link", lambda: delete_event(2)),
    "two events swapped": Tampering(OPEN, "chain", "2: hash", swap),
    "payload changed": Tampering(OPEN, "chain", "4: payload", of_payload({"state": "fail"})),
    "payload deleted": Tampering(
        OPEN,
        "chain",
        "4: no payload",
        remove("selection_payload", f"event_id IN (SELECT id FROM selection_event WHERE {_sequence(4)})", OPEN),
    ),
    "tail cut, head left": Tampering(DECIDED, "chain", "head", lambda: cut(is_hidden=False)),
    "tail cut, head set back": Tampering(DECIDED, "file", "reports/", cut),
    "tail cut, head set back, nothing hangs on it": Tampering(OPEN, "head", "event ", lambda: cut(OPEN)),
    "payload changed, all hashes computed again": Tampering(
        OPEN,
        "replay",
        "verdicts ",
        then(of_payload({"state": "fail"}, {"verdicts": {"of": [""], "entries": {}}}), write_again),
    ),
    "all hashes computed again, tables fit": Tampering(
        OPEN, "head", "event ", then(of_event("reason", "another"), write_again)
    ),
    "valid event in the chair's name": Tampering(OPEN, "replay", "members ", invent),
    "chain and head deleted": Tampering(OPEN, "chain", "no events", drop_chain),
    "mark changed": Tampering(OPEN, "replay", "marks ", change("scoring_score", "score", 1, JUDGED, OPEN)),
    "mark of a decided selection changed": Tampering(
        DECIDED, "replay", "marks ", change("scoring_score", "score", 1, JUDGED, DECIDED)
    ),
    "mark deleted": Tampering(OPEN, "replay", "marks ", remove("scoring_score", JUDGED, OPEN)),
    "rationale of a mark changed": Tampering(
        OPEN, "replay", "marks ", change("scoring_score", "rationale", "他人之言", JUDGED, OPEN)
    ),
    "weight changed after the seal": Tampering(
        OPEN,
        "replay",
        "weights ",
        change("criteria_criterion", "weight", 1, f"kind = 'category' AND selection_id = {OF}", OPEN),
    ),
    "fact changed": Tampering(OPEN, "replay", "facts ", change("vendors_fact", "value", "7.5", FACT, OPEN)),
    "cost line changed": Tampering(OPEN, "replay", "costs A", change("vendors_costline", "amount", 1, BY_VENDOR, OPEN)),
    "consensus value added": Tampering(DECIDED, "replay", "consensus ", add_consensus),
    "phase set back": Tampering(
        DECIDED,
        "phase",
        "score; event",
        lambda: sql("UPDATE selection_selection SET phase = 'score' WHERE code = %s", DECIDED),
    ),
    "results rewritten": Tampering(DECIDED, "results", "run 1", better_results),
    "file of the report replaced": Tampering(DECIDED, "file", "reports/", replace_file),
    "member made chair": Tampering(
        OPEN,
        "replay",
        "members ",
        lambda: sql(f"UPDATE selection_member SET is_chair = TRUE WHERE NOT is_chair AND selection_id = {OF}", OPEN),
    ),
    "password replaced": Tampering(
        SITE,
        "replay",
        "people ",
        change("selection_user", "password", "pbkdf2_sha256$1$a$b", "is_active AND 1 = %s", 1),
    ),
    # Of further kinds.
    "account made administrator": Tampering(
        SITE, "replay", "people ", change("selection_user", "is_site_admin", True, "NOT is_site_admin AND 1 = %s", 1)
    ),
    "account shut out": Tampering(
        SITE, "replay", "people ", change("selection_user", "is_active", False, "is_active AND 1 = %s", 1)
    ),
    "selection deleted with its chain": Tampering(SITE, "replay", f"selections {OPEN}", drop_selection),
    "selection under another code": Tampering(
        SITE,
        "replay",
        f"selections {OPEN}",
        lambda: sql("UPDATE selection_selection SET code = 'S-0009' WHERE code = %s", OPEN),
    ),
    "head of the site changed": Tampering(
        SITE, "chain", "head", lambda: sql(f"UPDATE selection_chainhead SET hash = '' WHERE id = {SITE_CHAIN}")
    ),
    "chain of the site put aside": Tampering(
        SITE, "chain", "no events", lambda: sql(f"UPDATE selection_chainhead SET key = 'x' WHERE id = {SITE_CHAIN}")
    ),
    "trigger dropped": Tampering(SITE, "trigger", "selection_event_no_update", lambda: None),
    "kind of an event changed": Tampering(
        OPEN,
        "chain",
        "3: hash",
        lambda: sql(f"UPDATE selection_event SET type = 'vendors.fact_removed' WHERE {_sequence(3)}", OPEN),
    ),
    "seat handed to another account": Tampering(OPEN, "replay", "accounts ", hand_over_seat),
    "member taken off": Tampering(
        OPEN, "replay", "members ", change("selection_member", "removed_at", "2026-01-01 00:00:00+00:00")
    ),
    "marks of a person not counted": Tampering(
        OPEN,
        "replay",
        "counting ",
        change("selection_member", "marks_count", False, f"is_evaluator AND selection_id = {OF}", OPEN),
    ),
    "somebody relieved of criteria": Tampering(
        OPEN, "replay", "assignments ", remove("criteria_assignment", BY_SEAT, OPEN)
    ),
    "prices no longer sealed": Tampering(
        OPEN,
        "replay",
        "settings sealed_prices",
        change("selection_selection", "sealed_prices", False, "code = %s", OPEN),
    ),
    "ceiling raised": Tampering(
        OPEN, "replay", "settings budget_ceiling", change("selection_selection", "budget_ceiling", 1, "code = %s", OPEN)
    ),
    "other draws": Tampering(
        OPEN, "replay", "settings seed", change("selection_selection", "seed", 5, "code = %s", OPEN)
    ),
    "example passed off as a selection": Tampering(
        DECIDED, "replay", "settings is_demo", change("selection_selection", "is_demo", False, "code = %s", DECIDED)
    ),
    "must-have downgraded": Tampering(
        OPEN,
        "replay",
        "needs ",
        change("selection_requirement", "moscow", "could", f"moscow = 'must' AND selection_id = {OF}", OPEN),
    ),
    "threshold moved": Tampering(OPEN, "replay", "needs ", change("criteria_rule", "threshold", "0.5", BY_NEED, OPEN)),
    "verdict on a must-have changed": Tampering(
        OPEN, "replay", "verdicts ", change("vendors_judgement", "state", "fail", f"state = 'pass' AND {BY_NEED}", OPEN)
    ),
    "verdict deleted": Tampering(OPEN, "replay", "verdicts ", remove("vendors_judgement", BY_NEED, OPEN)),
    "claim reworded": Tampering(OPEN, "replay", "claims ", change("vendors_claim", "text", "可以。", BY_VENDOR, OPEN)),
    "evidence made stronger": Tampering(
        OPEN,
        "replay",
        "evidence ",
        change("vendors_evidence", "level", "reference", f"level <> 'reference' AND {BY_VENDOR}", OPEN),
    ),
    "vendor withdrawn": Tampering(OPEN, "replay", "vendors ", change("vendors_vendor", "withdrawn", "已退出。")),
    "vendor renamed": Tampering(OPEN, "replay", "vendors ", change("vendors_vendor", "name_zh", "另一家")),
    "anchor reworded": Tampering(
        OPEN, "replay", "criteria ", change("criteria_anchor", "text_zh", "都行", BY_LEAF, OPEN)
    ),
    "value function bent": Tampering(
        OPEN,
        "replay",
        "criteria ",
        change(
            "criteria_criterion",
            "points",
            '[["0", "0"], ["1", "100"]]',
            f"kind = 'measured' AND selection_id = {OF}",
            OPEN,
            is_json=True,
        ),
    ),
    "seats planned anew": Tampering(OPEN, "replay", "seat plan ", change("vendors_seatplan", "seats", 1)),
    "round closed": Tampering(
        OPEN, "replay", "rounds ", change("scoring_round", "closed_at", "2026-01-01 00:00:00+00:00")
    ),
    "result of the POC changed": Tampering(
        DECIDED, "replay", "trials ", change("poc_trial", "note_zh", "补写的话", BY_TRIAL, DECIDED)
    ),
    "POC invented that wins over a fact": Tampering(OPEN, "replay", "proofs ", invent_proof),
    "scenario reworded": Tampering(OPEN, "replay", "poc plan ", change("poc_scenario", "pass_line_zh", "能打开就行")),
    "exception deleted": Tampering(
        OPEN, "replay", "exceptions ", remove("selection_lateact", f"selection_id = {OF}", OPEN)
    ),
    "reason of an exception changed": Tampering(
        OPEN, "replay", "exceptions ", change("selection_lateact", "reason", "另有原因。")
    ),
    "submission undone": Tampering(
        DECIDED, "replay", "sheets ", change("scoring_sheet", "submitted_at", None, BY_ROUND, DECIDED)
    ),
    "inputs of a computation rewritten": Tampering(
        DECIDED,
        "inputs",
        "run 1",
        lambda: sql(f"UPDATE reports_run SET decision_file = '{{}}' WHERE selection_id = {OF}", DECIDED),
    ),
    "decision for another vendor": Tampering(
        DECIDED,
        "decision",
        "event ",
        lambda: change(
            "reports_decision",
            "vendor_id",
            first("vendors_vendor", f"code = 'B' AND selection_id = {OF}", DECIDED),
            f"selection_id = {OF}",
            DECIDED,
        )(),
    ),
    "decision in another name": Tampering(
        DECIDED,
        "decision",
        "event ",
        lambda: change(
            "reports_decision",
            "decided_by_id",
            first("selection_member", f"NOT is_chair AND user_id IS NOT NULL AND selection_id = {OF}", DECIDED),
            f"selection_id = {OF}",
            DECIDED,
        )(),
    ),
    "reason of the decision changed": Tampering(DECIDED, "decision", "event ", of_decision("reason", "别的理由。")),
    "outcome rewritten": Tampering(DECIDED, "decision", "event ", of_decision("outcome", "{}")),
    "file and its digest replaced": Tampering(DECIDED, "file", "reports/", replace_file_and_digest),
    "criteria put in another order": Tampering(OPEN, "replay", "order", change("criteria_criterion", "position", 9000)),
    "scenarios put in another order": Tampering(
        OPEN, "replay", "order of the poc", change("poc_scenario", "position", 9000)
    ),
    "person renamed": Tampering(
        SITE, "replay", "names ", change("selection_user", "name_zh", "别人", "is_active AND 1 = %s", 1)
    ),
    "selection of another day": Tampering(
        OPEN,
        "replay",
        "beginning created_at",
        change("selection_selection", "created_at", "2025-01-01 00:00:00+00:00", "code = %s", OPEN),
    ),
    "time of the decision moved": Tampering(DECIDED, "decision", "event ", of_decision("decided_at", "2026-01-01")),
    "outcome taken away": Tampering(DECIDED, "decision", "event ", of_decision("outcome", "")),
    "decision without its computation": Tampering(DECIDED, "decision", "event ", of_decision("run_id", None)),
    "decision in nobody's name": Tampering(DECIDED, "decision", "event ", of_decision("decided_by_id", None)),
    "another engine named": Tampering(
        DECIDED, "inputs", "run 1", change("reports_run", "engine", "0", f"selection_id = {OF}", DECIDED)
    ),
    "report passed off as a draft": Tampering(
        DECIDED, "file", "reports/", change("reports_report", "is_draft", True, "NOT is_draft AND 1 = %s", 1)
    ),
    "chain opened for deletion": Tampering(
        OPEN, "chain", "events may be deleted", change("selection_chainhead", "is_ended", True)
    ),
}
# In every run one of each sort; the others come with the long tests.
QUICK = (
    *(
        "payload changed",
        "two events swapped",
        "tail cut, head set back",
        "tail cut, head set back, nothing hangs on it",
    ),
    *("payload changed, all hashes computed again", "all hashes computed again, tables fit"),
    *("valid event in the chair's name", "mark deleted", "weight changed after the seal", "cost line changed"),
    *("password replaced", "selection deleted with its chain", "seat handed to another account", "ceiling raised"),
    *("must-have downgraded", "verdict on a must-have changed", "claim reworded", "evidence made stronger"),
    *("vendor withdrawn", "exception deleted", "decision in another name", "file and its digest replaced"),
)
