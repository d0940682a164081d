"""When does a round of scoring open and close, and which round is it?"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analysis.decision_file.entry_rules import TOO_MANY_MARKS
from analysis.decision_file.vocabulary import MOST_MARKS
from criteria.assignments import evaluators, evaluators_per_leaf
from criteria.models import Kind
from criteria.tree import rated
from scoring import counting
from scoring.cells import digest
from scoring.events import ScoringEvent
from scoring.models import Round
from scoring.progress import Progress, progress
from selection import blindness, ledger, phases, reasons
from selection.models import Member, Phase, Selection
from vendors import costing, registry


def current(selection: Selection) -> Round | None:
    """The latest round, open or closed."""
    return selection.rounds.order_by("-number").first()


def is_overdue(selection: Selection) -> bool:
    """Whether the announced closing time has passed; people may score until the chair closes."""
    return selection.scoring_closes_at is not None and selection.scoring_closes_at < timezone.now()


def opening_blockers(selection: Selection) -> list[str]:
    """What is still missing before anybody can score."""
    blockers = []
    vendors = registry.active(selection).count()
    if not vendors:
        blockers.append(_("Add at least one vendor that is not withdrawn."))
    counts = evaluators_per_leaf(selection)
    alone = [leaf.name for leaf in rated(selection) if not counts.get(leaf.pk)]
    if alone:
        blockers.append(_("Assign an evaluator to: %(names)s.") % {"names": pgettext("names", ", ").join(alone)})
    absent = [person.display_name for person in evaluators(selection) if not person.user]
    if absent:
        words = _("Seats that came with a file have no account and cannot score: %(names)s. Give or remove them.")
        blockers.append(words % {"names": pgettext("names", ", ").join(absent)})
    marks = sum(counts.values()) * vendors
    if marks > MOST_MARKS:
        blockers.append(_(TOO_MANY_MARKS) % {"most": MOST_MARKS, "count": marks})
    return blockers + _barred(selection) + costing.refused(selection)


def _barred(selection: Selection) -> list[str]:
    """Evaluators who have seen prices without the committee's choice: by an import, or while none were sealed."""
    judges = selection.members.filter(is_evaluator=True, removed_at=None).select_related("user")
    names = [member.display_name for member in judges if blindness.is_barred(member)]
    words = _("Has seen the prices and is to score: %(names)s. Choose on the person’s page, or take the role away.")
    return [words % {"names": pgettext("names", ", ").join(names)}] if names else []


def cost_warnings(selection: Selection) -> list[str]:
    """Which costs are missing; they stop no round, and once it is open nobody can add them."""
    is_priced = selection.criteria.filter(kind=Kind.PRICE).exists()
    text = _("%(vendor)s has no costs: without them it gets no points for the price and no rank.")
    return [
        *(text % {"vendor": f"{vendor.code} {vendor.name}"} for vendor in costing.costless(selection) if is_priced),
        *costing.uneven(selection),
    ]


@transaction.atomic
def open_scoring(selection: Selection, *, member: Member, closes_at: datetime | None = None) -> Round:
    """Start the next round of independent scoring."""
    phases.held(selection, member=member, action="open_scoring")
    _check_closing_time(closes_at)
    number = selection.rounds.count() + 1
    # When something blocks the move below, the transaction takes this round away again.
    round = Round.objects.create(selection=selection, number=number, opened_at=timezone.now())
    selection.scoring_closes_at = closes_at
    selection.save(update_fields=["scoring_closes_at"])
    phases.move(
        selection,
        Phase.SCORE,
        member=member,
        blockers=opening_blockers(selection),
        payload={"round": number, "closes_at": _moment(closes_at), "warnings": cost_warnings(selection)},
    )
    return round


@transaction.atomic
def change_closing_time(selection: Selection, *, member: Member, closes_at: datetime | None) -> None:
    """Say another time at which the chair means to close the open round."""
    phases.held(selection, member=member, action="close_round")
    _check_closing_time(closes_at)
    before, selection.scoring_closes_at = selection.scoring_closes_at, closes_at
    selection.save(update_fields=["scoring_closes_at"])
    ledger.record(
        ScoringEvent.CLOSING_TIME_CHANGED,
        selection=selection,
        member=member,
        object=selection.code,
        payload={"from": _moment(before), "to": _moment(closes_at)},
    )


@transaction.atomic
def close_round(
    selection: Selection, *, member: Member, reason: str = "", left_out: Mapping[Member, str] | None = None
) -> Round:
    """End the open round: from now on its marks never change. Gaps need a written reason.

    Marks of a sheet that was not submitted count, unless the sheet is left out by name, with a reason.
    """
    phases.held(selection, member=member, action="close_round")
    ledger.locked_head(selection)  # a save that is under way ends first, and is among the gaps and the digest
    round = Round.objects.get(selection=selection, closed_at=None)
    rows = progress(selection)
    gaps = {row["member"].key: row["total"] - row["done"] for row in rows}
    gaps = {key: count for key, count in gaps.items() if count}
    why = reasons.check(reason) if gaps else ""
    _leave_out(rows, left_out or {}, member)
    round.closed_at = timezone.now()
    round.save(update_fields=["closed_at"])
    phases.move(
        selection,
        Phase.CLOSED,
        member=member,
        reason=why,
        payload={
            "round": round.number,
            "gaps": gaps,
            "done": sum(row["done"] for row in rows),
            "total": sum(row["total"] for row in rows),
            # by it the receipt of a close stands for every cell
            "sheets": digest(round.scores.all()),
        },
    )
    return round


def _leave_out(rows: list[Progress], left_out: Mapping[Member, str], member: Member) -> None:
    open_sheets = {row["member"].pk for row in rows if not row["submitted"]}
    for person, reason in left_out.items():
        if person.pk not in open_sheets:
            raise ValidationError(_("Only a sheet that was not submitted can be left out."))
        counting.leave_out(person, member=member, reason=reason, field=f"why_{person.pk}")


@transaction.atomic
def keep_means(selection: Selection, *, member: Member) -> None:
    """Reveal the marks and let every cell keep the mean of its marks, without more talk."""
    phases.held(selection, member=member, action="keep_means")
    phases.move(selection, Phase.CONSENSUS, member=member, payload={"means": "kept"})


def _check_closing_time(closes_at: datetime | None) -> None:
    if closes_at and closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("This time has passed. Choose a later one, or leave it empty.")})


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
