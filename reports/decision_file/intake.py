"""How does a decision file become a selection?"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file import Fault, digest
from analysis.decision_file.typed import ConsensusEntry, DecisionFile, ScoreEntry
from criteria.canonical import anchor_rows, criterion_row, heading_row, rule_row
from criteria.models import Anchor, Assignment, Criterion, Heading
from poc import proof
from poc.canonical import plan_row, scenario_row, trial_row
from poc.models import Trial
from reports.decision_file import origin
from reports.proof import stored
from scoring.canonical import consensus_row, score_row
from scoring.models import Consensus, Round, Score
from selection import ledger, setup
from selection.canonical import member_row, requirement_row, selection_row
from selection.events import CourseEvent
from selection.models import Member, Phase, Requirement, Selection, User
from vendors.canonical import judgement_row, parts, seat_plan_rows, vendor_row
from vendors.models import Judgement, SeatPlan, Vendor


def message(fault: Fault) -> str:
    """The fault in the reader's language."""
    return _(fault.template) % fault.params


def import_decision_file(
    decision_file: DecisionFile,
    *,
    actor: User | None = None,
    people: Mapping[str, User] | None = None,
    file: bytes = b"",
) -> Selection:
    """Store a checked decision file as a new selection; refuse a code that exists, or looks like one that does.

    Persons not in `people` arrive as seats without accounts. Marks in a `file` are marked as imported for
    good. One event, `selection.imported`, stands for all.
    """
    with transaction.atomic():
        code = decision_file["selection"]["code"]
        if setup.is_taken(code):
            words = _("There is already a selection with the code %(code)s, or with one that looks like it.")
            raise ValidationError(words % {"code": code})
        selection = _begun(decision_file, file=file, actor=actor)
        intake = Intake(selection, decision_file)
        intake.people(people or {})
        intake.tree()
        intake.needs()
        intake.vendors()
        intake.scores()
        intake.poc()
        ledger.record(
            CourseEvent.IMPORTED,
            selection=selection,
            actor=actor,
            object=selection.code,
            payload={
                "digest": digest(decision_file),
                "file": selection.file_digest,
                "marks": selection.imported_at is not None,
                "state": stored.state(selection.pk),
            },
        )
    return selection


def _begun(decision_file: DecisionFile, *, file: bytes, actor: User | None) -> Selection:
    """The selection itself; where somebody has scored already, its criteria are sealed and the round is over."""
    selection = selection_row(decision_file)
    if any(item["scores"] for item in decision_file["rounds"]):
        selection.phase, selection.sealed_at = Phase.CONSENSUS, timezone.now()
    selection.created_by = actor
    for name, value in (origin.of_file(decision_file, file, actor) if file else {}).items():
        setattr(selection, name, value)
    selection.save()
    setup.enter(selection, actor=actor)
    return selection


class Intake:
    """One import: what each part needs to know of the parts before it."""

    def __init__(self, selection: Selection, decision_file: DecisionFile) -> None:
        self.selection = selection
        self.decision_file = decision_file
        self.members: dict[str, Member] = {}
        self.criteria: dict[str | None, Criterion] = {}
        self.requirements: dict[str, Requirement] = {}
        self.vendor: dict[str, Vendor] = {}

    def people(self, known: Mapping[str, User]) -> None:
        left_out = {row["person"]: row["reason"] for row in self.decision_file.get("not_counted", [])}
        for node in self.decision_file["people"]:
            user = known.get(node["key"])
            member = member_row(node, selection=self.selection, user=user, left_out=left_out)
            member.save()
            self.members[member.key] = member

    def tree(self) -> None:
        headings = {
            node["code"]: heading_row(node, selection=self.selection, position=position)
            for position, node in enumerate(self.decision_file["headings"])
        }
        Heading.objects.bulk_create(headings.values())
        for position, node in enumerate(self.decision_file["criteria"]):
            row = criterion_row(node, selection=self.selection)
            row.parent, row.heading = self.criteria.get(node["parent"]), headings.get(node.get("heading", ""))
            row.position = position
            # One by one: what hangs below needs the key of this one.
            row.save()
            self.criteria[row.code] = row
        Anchor.objects.bulk_create(
            anchor
            for node in self.decision_file["criteria"]
            for anchor in anchor_rows(node, criterion=self.criteria[node["code"]])
        )
        Assignment.objects.bulk_create(
            Assignment(member=self.members[person["key"]], criterion=self.criteria[code])
            for person in self.decision_file["people"]
            for code in person["assignments"]
        )

    def needs(self) -> None:
        for node in self.decision_file["needs"]:
            requirement = requirement_row(node, selection=self.selection)
            requirement.save()
            self.requirements[requirement.code] = requirement
            for code in node["criteria"]:
                self.criteria[code].requirements.add(requirement)
            if rule := node["rule"]:
                criterion = self.criteria[rule["criterion"]]
                rule_row(rule, requirement=requirement, criterion=criterion).save()

    def vendors(self) -> None:
        for node in self.decision_file["vendors"]:
            vendor = vendor_row(node, selection=self.selection)
            vendor.save()
            self.vendor[vendor.code] = vendor
            for rows in parts(node, vendor=vendor, criteria=self.criteria):
                if rows:
                    type(rows[0])._default_manager.bulk_create(rows)
        Judgement.objects.bulk_create(
            judgement_row(node, requirement=self.requirements[need["code"]], vendor=self.vendor[node["vendor"]])
            for need in self.decision_file["needs"]
            for node in need["judgements"]
        )
        SeatPlan.objects.bulk_create(seat_plan_rows(self.decision_file["seat_plan"], selection=self.selection))

    def scores(self) -> None:
        now = timezone.now()
        for item in self.decision_file["rounds"]:
            round = Round.objects.create(selection=self.selection, number=item["number"], opened_at=now, closed_at=now)
            Score.objects.bulk_create(
                score_row(node, round=round, member=self.members[node["person"]], **self._cell(node), at=now)
                for node in item["scores"]
            )
        Consensus.objects.bulk_create(
            consensus_row(node, **self._cell(node)) for node in self.decision_file["consensus"]
        )

    def _cell(self, node: ScoreEntry | ConsensusEntry) -> dict[str, Any]:
        return {"criterion": self.criteria[node["criterion"]], "vendor": self.vendor[node["vendor"]]}

    def poc(self) -> None:
        poc = self.decision_file["poc"]
        plan_row(poc, selection=self.selection).save()
        for position, node in enumerate(poc["scenarios"]):
            measures = self.criteria.get(node["measures"] or "")
            scenario = scenario_row(node, selection=self.selection, position=position, measures=measures)
            scenario.save()
            scenario.criteria.set(self.criteria[code] for code in node["criteria"])
            Trial.objects.bulk_create(
                trial_row(result, scenario=scenario, vendor=self.vendor[result["vendor"]]) for result in node["results"]
            )
        # Facts and evidence of trials stand in no file; they follow from the trials.
        proof.refresh(self.vendor.values())
