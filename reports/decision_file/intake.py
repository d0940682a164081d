"""How does a decision file become a selection?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file import Fault, digest, first_cost_year, year_after
from criteria.models import Anchor, Assignment, Criterion, Heading, Kind, Rule
from poc import proof
from poc.models import Plan, Scenario, Trial
from reports.decision_file import origin
from reports.proof import stored
from scoring.models import Consensus, Round, Score
from selection import ledger, setup
from selection.models import Member, Phase, Requirement, Selection, User
from vendors.models import Claim, CostLine, Evidence, Fact, Judgement, SeatPlan, SeatPrice, Vendor

Json = dict[str, Any]


def message(fault: Fault) -> str:
    """The fault in the reader's language."""
    return _(fault.template) % fault.params


def import_document(
    document: Json, *, actor: User | None = None, people: Mapping[str, User] | None = None, file: bytes = b""
) -> Selection:
    """Store a checked document as a new selection; refuse a code that exists, or looks like one that does.

    Persons not in `people` arrive as seats without accounts. Marks in a `file` are marked as imported for
    good. One event, `selection.imported`, stands for all.
    """
    with transaction.atomic():
        code = document["selection"]["code"]
        if setup.is_taken(code):
            words = _("There is already a selection with the code %(code)s, or with one that looks like it.")
            raise ValidationError(words % {"code": code})
        came = origin.of_file(document, file, actor) if file else {}
        selection = Selection.objects.create(**_selection(document), **came, created_by=actor)
        setup.enter(selection, actor=actor)
        intake = Intake(selection, document)
        intake.people(people or {})
        intake.tree()
        intake.needs()
        intake.vendors()
        intake.scores()
        intake.poc()
        ledger.record(
            "selection.imported",
            selection=selection,
            actor=actor,
            object=selection.code,
            payload={
                "digest": digest(document),
                "file": selection.file_digest,
                "marks": selection.imported_at is not None,
                "state": stored.state(selection.pk),
            },
        )
    return selection


def _texts(field: str, texts: Json) -> dict[str, str]:
    return {f"{field}_zh": texts["zh"], f"{field}_en": texts["en"]}


def _hundredths(text: str) -> int:
    return int(Decimal(text).scaleb(2))


def _selection(document: Json) -> Json:
    about, options, template = document["selection"], document["options"], document["template"]
    day, year = _day(about["decision_date"]), first_cost_year(document)
    texts = {
        key: value
        for field in ("name", "organisation", "summary")
        for key, value in _texts(field, about[field]).items()
    }
    plain = {
        key: value for key, value in about.items() if key not in ("name", "organisation", "summary", "decision_date")
    }
    percents = {key: _hundredths(options[key]) for key in ("bar", "lead", "candidate", "discount_rate")}
    has_scores = any(item["scores"] for item in document["rounds"])
    copied = (
        {
            "template_key": template["key"],
            "template_version": template["version"],
            "template_depth": template["depth"],
            **_texts("template_name", template["name"]),
        }
        if template
        else {}
    )
    return {
        **plain,
        **texts,
        **{key: value for key, value in options.items() if key not in percents},
        **percents,
        **copied,
        "scenarios": document["scenarios"],
        "decision_date": day,
        "first_cost_year": None if day and year == year_after(day) else year,
        "phase": Phase.CONSENSUS if has_scores else Phase.DEFINE,
        "sealed_at": timezone.now() if has_scores else None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Intake:
    """One import: what each part needs to know of the parts before it."""

    def __init__(self, selection: Selection, document: Json) -> None:
        self.selection = selection
        self.document = document
        self.members: dict[str, Member] = {}
        self.criteria: dict[str | None, Criterion] = {}
        self.vendor: dict[str, Vendor] = {}

    def people(self, known: Mapping[str, User]) -> None:
        left_out = {row["person"]: row["reason"] for row in self.document.get("not_counted", [])}
        for person in self.document["people"]:
            user = known.get(person["key"])
            roles = {f"is_{role}": True for role in person["roles"]}
            named = {} if user else {**_texts("name", person["name"]), **_texts("title", person["title"])}
            self.members[person["key"]] = Member.objects.create(
                selection=self.selection,
                user=user,
                **named,
                key=person["key"],
                department=person["department"],
                marks_count=person["key"] not in left_out,
                not_counted_reason=left_out.get(person["key"], ""),
                **roles,
            )

    def tree(self) -> None:
        headings = {
            row["code"]: Heading(
                selection=self.selection,
                code=row["code"],
                category_code=row["category"],
                position=position,
                **_texts("name", row["name"]),
            )
            for position, row in enumerate(self.document["headings"])
        }
        Heading.objects.bulk_create(headings.values())
        for position, node in enumerate(self.document["criteria"]):
            self.criteria[node["code"]] = Criterion.objects.create(
                selection=self.selection,
                code=node["code"],
                parent=self.criteria.get(node["parent"]),
                position=position,
                kind=node["kind"],
                **_texts("name", node["name"]),
                **_node(node, headings),
            )
        Anchor.objects.bulk_create(
            Anchor(criterion=self.criteria[node["code"]], band=band, **_texts("text", texts))
            for node in self.document["criteria"]
            for band, texts in (node.get("anchors") or {}).items()
        )
        Assignment.objects.bulk_create(
            Assignment(member=self.members[person["key"]], criterion=self.criteria[code])
            for person in self.document["people"]
            for code in person["assignments"]
        )

    def needs(self) -> None:
        for need in self.document["needs"]:
            requirement = Requirement.objects.create(
                selection=self.selection,
                code=need["code"],
                moscow=need["moscow"],
                **_texts("text", need["text"]),
                **_texts("source", need["source"]),
            )
            for code in need["criteria"]:
                self.criteria[code].requirements.add(requirement)
            if rule := need["rule"]:
                criterion = self.criteria[rule["criterion"]]
                Rule.objects.create(
                    requirement=requirement, criterion=criterion, operator=rule["op"], threshold=rule["value"]
                )

    def vendors(self) -> None:
        for row in self.document["vendors"]:
            vendor = Vendor.objects.create(
                selection=self.selection,
                code=row["code"],
                withdrawn=row["withdrawn"],
                **_texts("name", row["name"]),
                **_texts("kind", row["kind"]),
            )
            self.vendor[row["code"]] = vendor
            self._statements(vendor, row)
            self._money(vendor, row)
        requirements = {row.code: row for row in self.selection.requirements.all()}
        Judgement.objects.bulk_create(
            Judgement(
                requirement=requirements[need["code"]],
                vendor=self.vendor[j["vendor"]],
                state=j["state"],
                note=j["note"],
            )
            for need in self.document["needs"]
            for j in need["judgements"]
        )
        SeatPlan.objects.bulk_create(
            SeatPlan(selection=self.selection, scenario=scenario, year=year, seats=seats)
            for scenario, plan in self.document["seat_plan"].items()
            for year, seats in enumerate(plan, start=1)
        )

    def _statements(self, vendor: Vendor, row: Json) -> None:
        for model, key in ((Fact, "facts"), (Claim, "claims"), (Evidence, "evidence")):
            _create(
                model,
                [{**item, "vendor": vendor, "criterion": self.criteria.get(item["criterion"])} for item in row[key]],
            )

    def _money(self, vendor: Vendor, row: Json) -> None:
        for model, key in ((CostLine, "costs"), (SeatPrice, "seat_prices")):
            rows = [
                {**item, **_texts("label", item["label"]), "is_quoted": item["quoted"], "vendor": vendor}
                for item in row[key]
            ]
            _create(model, [{k: v for k, v in item.items() if k not in ("label", "quoted")} for item in rows])

    def scores(self) -> None:
        now = timezone.now()
        for item in self.document["rounds"]:
            round = Round.objects.create(selection=self.selection, number=item["number"], opened_at=now, closed_at=now)
            Score.objects.bulk_create(
                Score(
                    round=round,
                    member=self.members[score["person"]],
                    criterion=self.criteria[score["criterion"]],
                    vendor=self.vendor[score["vendor"]],
                    score=score["score"],
                    is_not_applicable=score["score"] is None,
                    level=score["level"],
                    rationale=score["rationale"],
                    updated_at=now,
                )
                for score in item["scores"]
            )
        Consensus.objects.bulk_create(
            Consensus(
                criterion=self.criteria[row["criterion"]],
                vendor=self.vendor[row["vendor"]],
                value=row["value"],
                reason=row["reason"],
            )
            for row in self.document["consensus"]
        )

    def poc(self) -> None:
        poc = self.document["poc"]
        Plan.objects.create(selection=self.selection, start=_day(poc["start"]), end=_day(poc["end"]))
        for position, row in enumerate(poc["scenarios"]):
            scenario = Scenario.objects.create(
                selection=self.selection,
                code=row["code"],
                position=position,
                measures=self.criteria.get(row["measures"]),
                **_texts("group", row["group"]),
                **_texts("name", row["name"]),
                **_texts("pass_line", row["pass_line"]),
            )
            scenario.criteria.set(self.criteria[code] for code in row["criteria"])
            Trial.objects.bulk_create(
                Trial(
                    scenario=scenario,
                    vendor=self.vendor[result["vendor"]],
                    result=result["result"],
                    value=result["value"] or "",
                    **_texts("note", result["note"]),
                )
                for result in row["results"]
            )
        proof.refresh(self.vendor.values())


def _create(model: type[models.Model], rows: list[Json]) -> None:
    model._default_manager.bulk_create(model(**row) for row in rows)


def _node(node: Json, headings: Mapping[str, Heading]) -> Json:
    if node["kind"] == Kind.LINE:
        return {"cost_items": ",".join(node["cost_items"])}
    weights = {"weight": node["weight"], "template_weight": node["template_weight"]}
    if node["kind"] == Kind.CATEGORY:
        return weights
    scale, curve = node["scale"] or {}, node["value_function"] or {}
    return {
        **weights,
        **_texts("question", node["question"]),
        **_texts("unit", scale.get("unit") or {"zh": "", "en": ""}),
        "heading": headings.get(node["heading"]),
        "dimension": node["dimension"],
        "decimals": scale.get("decimals", 0),
        "minimum": scale.get("min") or "",
        "maximum": scale.get("max") or "",
        "curve": curve.get("type", ""),
        "points": curve.get("points", []),
        "basis": node["basis"],
        "source": node["source"],
    }
