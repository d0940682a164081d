"""What of a decision file is the selection's own: its frame, template and options, its people, its needs?

Here and in the modules of this name in the other apps: `…_node` writes a row as the file has it, `…_row` reads it
back, unsaved.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict

from analysis.decision_file import decimal_text, first_cost_year, year_after
from analysis.decision_file.layout import EVIDENCE_SD
from analysis.decision_file.typed import (
    DecisionFile,
    NeedEntry,
    Options,
    PersonEntry,
    SelectionEntry,
    TemplateEntry,
    Text,
)
from selection.languages import columns, texts_of
from selection.models import Member, Requirement, Selection, User


class SeatPart(TypedDict):
    """A person without what they score, which the criteria say."""

    key: str
    name: Text
    department: str
    title: Text
    roles: list[str]


class NeedPart(TypedDict):
    """A need without the criteria that measure it and the judgements."""

    code: str
    text: Text
    moscow: str
    source: Text


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def frame_node(selection: Selection) -> SelectionEntry:
    found: SelectionEntry = {
        "code": selection.code,
        "name": texts_of(selection, "name"),
        "organisation": texts_of(selection, "organisation"),
        "industry": selection.industry,
        "currency": selection.currency,
        "zone": selection.zone,
        "tax_included": selection.tax_included,
        "daily_enquiries": selection.daily_enquiries,
        "seats_now": selection.seats_now,
        "seats_3y": selection.seats_3y,
        "seats_5y": selection.seats_5y,
        "budget_ceiling": selection.budget_ceiling,
        "budget_target": selection.budget_target,
        "decision_date": day_text(selection.decision_date),
        "summary": texts_of(selection, "summary"),
    }
    # Left out where it is empty: the digest of files
    # from before there was such a year stays the same.
    if selection.first_cost_year:
        found["first_cost_year"] = selection.first_cost_year
    return found


def template_node(selection: Selection) -> TemplateEntry | None:
    if selection.template_version is None:
        return None
    return {
        "key": selection.template_key,
        "version": selection.template_version,
        "depth": selection.template_depth,
        "name": texts_of(selection, "template_name"),
    }


def options_node(selection: Selection) -> Options:
    return {
        "seed": selection.seed,
        "bar": _from_hundredths(selection.bar),
        "lead": _from_hundredths(selection.lead),
        "candidate": _from_hundredths(selection.candidate),
        "discount_rate": _from_hundredths(selection.discount_rate),
        "horizon": selection.horizon,
        "scenario": selection.scenario,
        "timing": selection.timing,
        "sealed_prices": selection.sealed_prices,
        "concentration": selection.concentration,
        "samples": selection.samples,
        # Written out, so that a default of a later version changes no earlier result.
        "evidence_sd": {**EVIDENCE_SD, **selection.evidence_sd},
    }


def _from_hundredths(stored: int) -> str:
    return decimal_text(Decimal(stored).scaleb(-2))


def _in_hundredths(text: str) -> int:
    return int(Decimal(text).scaleb(2))


def selection_row(decision_file: DecisionFile) -> Selection:
    """The frame, the template, the options and the growth scenarios of a whole file."""
    template = decision_file["template"]
    about, options = decision_file["selection"], decision_file["options"]
    day, year = day_of(about["decision_date"]), first_cost_year(decision_file)
    return Selection(
        code=about["code"],
        industry=about["industry"],
        currency=about["currency"],
        zone=about["zone"],
        tax_included=about["tax_included"],
        daily_enquiries=about["daily_enquiries"],
        seats_now=about["seats_now"],
        seats_3y=about["seats_3y"],
        seats_5y=about["seats_5y"],
        budget_ceiling=about["budget_ceiling"],
        budget_target=about["budget_target"],
        decision_date=day,
        first_cost_year=None if day and year == year_after(day) else year,  # it moves along with the day
        seed=options["seed"],
        bar=_in_hundredths(options["bar"]),
        lead=_in_hundredths(options["lead"]),
        candidate=_in_hundredths(options["candidate"]),
        discount_rate=_in_hundredths(options["discount_rate"]),
        horizon=options["horizon"],
        scenario=options["scenario"],
        timing=options["timing"],
        sealed_prices=options["sealed_prices"],
        concentration=options["concentration"],
        samples=options["samples"],
        evidence_sd=options["evidence_sd"],
        scenarios=decision_file["scenarios"],
        **columns("name", about["name"]),
        **columns("organisation", about["organisation"]),
        **columns("summary", about["summary"]),
        **(_template_columns(template) if template else {}),
    )


def _template_columns(template: TemplateEntry) -> dict[str, str | int]:
    return {
        "template_key": template["key"],
        "template_version": template["version"],
        "template_depth": template["depth"],
        **columns("template_name", template["name"]),
    }


def member_node(member: Member) -> SeatPart:
    return {
        "key": member.key,
        "name": member.names,
        "department": member.department,
        "title": texts_of(member.person, "title"),
        "roles": member.roles,
    }


def member_row(node: PersonEntry, *, selection: Selection, user: User | None, left_out: Mapping[str, str]) -> Member:
    """A seat; it bears the name where nobody has an account. `left_out`: whose marks do not count, and why."""
    named = {} if user else {**columns("name", node["name"]), **columns("title", node["title"])}
    return Member(
        selection=selection,
        user=user,
        **named,
        key=node["key"],
        department=node["department"],
        marks_count=node["key"] not in left_out,
        not_counted_reason=left_out.get(node["key"], ""),
        **{f"is_{role}": True for role in node["roles"]},
    )


def requirement_node(row: Requirement) -> NeedPart:
    return {
        "code": row.code,
        "text": texts_of(row, "text"),
        "moscow": row.moscow,
        "source": texts_of(row, "source"),
    }


def requirement_row(node: NeedEntry, *, selection: Selection) -> Requirement:
    return Requirement(
        selection=selection,
        code=node["code"],
        moscow=node["moscow"],
        **columns("text", node["text"]),
        **columns("source", node["source"]),
    )
