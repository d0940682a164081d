"""What are a selection's inputs, as one decision file?"""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import models

from analysis.decision_file import FORMAT, arrange, canonical_bytes, decimal_text, oldest_edition
from analysis.decision_file.layout import EVIDENCE_SD
from criteria import canonical as criteria
from poc.models import Scenario
from scoring.models import Consensus, Score
from selection.languages import texts_of
from selection.models import Member, Selection
from vendors.models import Origin, Vendor

Json = dict[str, Any]


def build(selection: Selection) -> Json:
    """The selection's inputs as a decision document, complete and in order, in the oldest edition that can say it."""
    members = list(_members(selection))
    document = arrange(
        {
            "format": FORMAT,
            "selection": _selection(selection),
            "template": _template(selection),
            "options": _options(selection),
            "people": [_person(member) for member in members],
            "needs": _needs(selection),
            "criteria": criteria.nodes(selection),
            "headings": criteria.headings(selection),
            "vendors": [_vendor(vendor) for vendor in _vendors(selection)],
            "seat_plan": _seat_plan(selection),
            "scenarios": selection.scenarios,
            "rounds": _rounds(selection),
            "consensus": [
                {"criterion": row.criterion.code, "vendor": row.vendor.code, "value": row.value, "reason": row.reason}
                for row in Consensus.objects.filter(vendor__selection=selection).select_related("criterion", "vendor")
            ],
            "poc": _poc(selection),
            "not_counted": [
                {"person": member.key, "reason": member.not_counted_reason}
                for member in members
                if not member.marks_count
            ],
        }
    )
    return oldest_edition(document)


def canonical(selection: Selection) -> bytes:
    return canonical_bytes(build(selection))


def _hundredths(value: int) -> str:
    return decimal_text(Decimal(value).scaleb(-2))


def _selection(selection: Selection) -> Json:
    plain = (
        "code",
        "industry",
        "currency",
        "zone",
        "tax_included",
        "daily_enquiries",
        "seats_now",
        "seats_3y",
        "seats_5y",
    )
    texts = ("name", "organisation", "summary")
    return {
        **{key: getattr(selection, key) for key in plain},
        **{key: texts_of(selection, key) for key in texts},
        "budget_ceiling": selection.budget_ceiling,
        "budget_target": selection.budget_target,
        "decision_date": _day(selection.decision_date),
        **({"first_cost_year": selection.first_cost_year} if selection.first_cost_year else {}),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _template(selection: Selection) -> Json | None:
    if selection.template_version is None:
        return None
    return {
        "key": selection.template_key,
        "version": selection.template_version,
        "depth": selection.template_depth,
        "name": texts_of(selection, "template_name"),
    }


def _options(selection: Selection) -> Json:
    plain = ("seed", "horizon", "scenario", "timing", "sealed_prices", "concentration", "samples")
    return {
        **{key: getattr(selection, key) for key in plain},
        **{key: _hundredths(getattr(selection, key)) for key in ("bar", "lead", "candidate", "discount_rate")},
        "evidence_sd": {**EVIDENCE_SD, **selection.evidence_sd},
    }


def _members(selection: Selection) -> models.QuerySet[Member]:
    """Everybody with a seat, and everybody who left a score behind.

    Where the marks came with a file, the people are those of the file, and not who looks after it here.
    """
    scored = models.Exists(Score.objects.filter(member=models.OuterRef("pk")))
    is_of_file = selection.imported_at is not None and selection.file_digest != ""
    present = scored | models.Q(user=None, removed_at=None) if is_of_file else scored | models.Q(removed_at=None)
    return selection.members.filter(present).select_related("user").prefetch_related("assignments__criterion")


def _person(member: Member) -> Json:
    return {
        "key": member.key,
        "name": member.names,
        "department": member.department,
        "title": texts_of(member.person, "title"),
        "roles": member.roles,
        "assignments": [row.criterion.code for row in member.assignments.all()],
    }


def _needs(selection: Selection) -> list[Json]:
    rows = selection.requirements.select_related("rule__criterion").prefetch_related("criteria", "judgements__vendor")
    return [
        {
            "code": row.code,
            "text": texts_of(row, "text"),
            "moscow": row.moscow,
            "source": texts_of(row, "source"),
            "criteria": [criterion.code for criterion in row.criteria.all()],
            "rule": _rule(row),
            "judgements": [{"vendor": j.vendor.code, "state": j.state, "note": j.note} for j in row.judgements.all()],
        }
        for row in rows
    ]


def _rule(requirement: Any) -> Json | None:
    rule = getattr(requirement, "rule", None)
    return {"criterion": rule.criterion.code, "op": rule.operator, "value": rule.threshold} if rule else None


def _vendors(selection: Selection) -> models.QuerySet[Vendor]:
    return selection.vendors.prefetch_related(
        "facts__criterion", "claims__criterion", "evidence__criterion", "cost_lines", "seat_prices"
    )


def _vendor(vendor: Vendor) -> Json:
    return {
        "code": vendor.code,
        "name": texts_of(vendor, "name"),
        "kind": texts_of(vendor, "kind"),
        "withdrawn": vendor.withdrawn,
        "facts": [
            {"criterion": fact.criterion.code, "value": fact.value, "level": fact.level, "source": fact.source}
            for fact in vendor.facts.all()
            if fact.origin == Origin.PROCUREMENT
        ],
        "claims": [{"criterion": _code(row), "text": row.text, "source": row.source} for row in vendor.claims.all()],
        "evidence": [
            {"criterion": _code(row), "level": row.level, "title": row.title, "source": row.source}
            for row in vendor.evidence.all()
            if row.origin == Origin.PROCUREMENT
        ],
        "costs": [_cost(line) for line in vendor.cost_lines.all()],
        "seat_prices": [
            {
                "item": row.item,
                "label": texts_of(row, "label"),
                "quoted": row.is_quoted,
                "price": row.price,
                "minimum": row.minimum,
            }
            for row in vendor.seat_prices.all()
        ],
    }


def _code(row: Any) -> str | None:
    return row.criterion.code if row.criterion else None


def _cost(line: Any) -> Json:
    return {
        "item": line.item,
        "label": texts_of(line, "label"),
        "quoted": line.is_quoted,
        "scenario": line.scenario,
        "year": line.year,
        "amount": line.amount,
    }


def _seat_plan(selection: Selection) -> dict[str, list[int]]:
    plan: dict[str, list[int]] = defaultdict(list)
    for row in selection.seat_plan.order_by("scenario", "year"):
        plan[row.scenario].append(row.seats)
    return dict(plan)


def _rounds(selection: Selection) -> list[Json]:
    numbers = list(selection.rounds.values_list("number", flat=True))
    scores: dict[int, list[Json]] = {number: [] for number in numbers}
    given = models.Q(score__isnull=False) | models.Q(is_not_applicable=True)
    rows = Score.objects.filter(given, round__selection=selection)
    for score in rows.select_related("round", "member", "criterion", "vendor"):
        scores[score.round.number].append(_score(score))
    return [{"number": number, "scores": scores[number]} for number in numbers]


def _score(score: Score) -> Json:
    return {
        "person": score.member.key,
        "criterion": score.criterion.code,
        "vendor": score.vendor.code,
        "score": score.score,
        "level": score.level,
        "rationale": score.rationale,
    }


def _poc(selection: Selection) -> Json:
    plan = getattr(selection, "poc_plan", None)
    scenarios = selection.poc_scenarios.select_related("measures").prefetch_related("criteria", "trials__vendor")
    return {
        "start": _day(plan.start) if plan else None,
        "end": _day(plan.end) if plan else None,
        "scenarios": [_scenario(scenario) for scenario in scenarios],
    }


def _scenario(scenario: Scenario) -> Json:
    return {
        "code": scenario.code,
        "group": texts_of(scenario, "group"),
        "name": texts_of(scenario, "name"),
        "pass_line": texts_of(scenario, "pass_line"),
        "criteria": [criterion.code for criterion in scenario.criteria.all()],
        "measures": scenario.measures.code if scenario.measures else None,
        "results": [
            {
                "vendor": trial.vendor.code,
                "result": trial.result,
                "value": trial.value or None,
                "note": texts_of(trial, "note"),
            }
            for trial in scenario.trials.all()
        ],
    }
