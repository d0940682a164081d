"""What of a decision file is the selection's own: its frame, template and options, its people, its needs?

Here and in the modules of this name in the other apps: `…_node` writes a row as the file has it, `…_row` reads it
back, unsaved.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from analysis.decision_file import decimal_text, first_cost_year, year_after
from analysis.decision_file.layout import EVIDENCE_SD
from analysis.decision_file.typed import DecisionFile, NeedEntry, Options, PersonEntry, SelectionEntry, TemplateEntry
from selection.languages import columns, texts_of
from selection.models import Member, Requirement, Selection, User

Json = dict[str, Any]
PLAIN = (
    *("code", "industry", "currency", "zone", "tax_included", "daily_enquiries", "seats_now", "seats_3y", "seats_5y"),
    *("budget_ceiling", "budget_target"),
)
TEXTS = ("name", "organisation", "summary")
OPTIONS = ("seed", "horizon", "scenario", "timing", "sealed_prices", "concentration", "samples")
HUNDREDTHS = ("bar", "lead", "candidate", "discount_rate")


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def frame_node(selection: Selection) -> SelectionEntry:
    found = {
        **{key: getattr(selection, key) for key in PLAIN},
        **{key: texts_of(selection, key) for key in TEXTS},
        "decision_date": day_text(selection.decision_date),
        **({"first_cost_year": selection.first_cost_year} if selection.first_cost_year else {}),
    }
    return cast(SelectionEntry, found)


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
    found = {
        **{key: getattr(selection, key) for key in OPTIONS},
        **{key: decimal_text(Decimal(getattr(selection, key)).scaleb(-2)) for key in HUNDREDTHS},
        "evidence_sd": {**EVIDENCE_SD, **selection.evidence_sd},
    }
    return cast(Options, found)


def selection_row(decision_file: DecisionFile) -> Selection:
    """The frame, the template, the options and the growth scenarios of a whole file."""
    template = decision_file["template"]
    about: Mapping[str, Any] = decision_file["selection"]  # asked by lists of keys
    options: Mapping[str, Any] = decision_file["options"]
    day, year = day_of(about["decision_date"]), first_cost_year(decision_file)
    row = Selection(
        **{key: about[key] for key in PLAIN},
        **{key: options[key] for key in OPTIONS},
        **{key: int(Decimal(options[key]).scaleb(2)) for key in HUNDREDTHS},
        evidence_sd=options["evidence_sd"],
        scenarios=decision_file["scenarios"],
        decision_date=day,
        first_cost_year=None if day and year == year_after(day) else year,
    )
    texts = {name: text for key in TEXTS for name, text in columns(key, about[key]).items()}
    if template:
        row.template_key, row.template_version = template["key"], template["version"]
        row.template_depth = template["depth"]
        texts |= columns("template_name", template["name"])
    for name, text in texts.items():
        setattr(row, name, text)
    return row


def member_node(member: Member) -> dict[str, Any]:
    """A person without what they score, which the criteria say."""
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


def requirement_node(row: Requirement) -> dict[str, Any]:
    """A need without the criteria that measure it and the judgements."""
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
