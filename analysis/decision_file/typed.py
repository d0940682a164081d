"""Which keys has each part of a decision file, and of which type?

Written by `python -m scripts.make_types`; a test fails when it is out of date.
"""

from typing import NotRequired, TypedDict

Text = dict[str, str]  # by language


class Scale(TypedDict):
    unit: Text
    decimals: int
    min: str | None
    max: str | None


class ValueFunction(TypedDict):
    type: str
    points: list[list[str]]


class CriterionEntry(TypedDict):
    code: str
    parent: str | None
    kind: str
    name: Text
    weight: NotRequired[int]
    template_weight: NotRequired[int | None]
    question: NotRequired[Text]
    heading: NotRequired[str]
    dimension: NotRequired[str]
    scale: NotRequired[Scale | None]
    value_function: NotRequired[ValueFunction | None]
    basis: NotRequired[str]
    anchors: NotRequired[dict[str, Text] | None]
    source: NotRequired[str]
    cost_items: NotRequired[list[str]]


class HeadingEntry(TypedDict):
    code: str
    category: str
    name: Text


class SelectionEntry(TypedDict):
    code: str
    name: Text
    organisation: Text
    industry: str
    currency: str
    zone: str
    tax_included: bool
    daily_enquiries: int | None
    seats_now: int | None
    seats_3y: int | None
    seats_5y: int | None
    budget_ceiling: int | None
    budget_target: int | None
    decision_date: str | None
    summary: Text
    first_cost_year: NotRequired[int]


class TemplateEntry(TypedDict):
    key: str
    version: int
    depth: str
    name: Text


class Options(TypedDict):
    seed: int
    bar: str
    lead: str
    candidate: str
    discount_rate: str
    horizon: int
    scenario: str
    timing: str
    sealed_prices: bool
    concentration: int
    samples: int
    evidence_sd: dict[str, str]


class PersonEntry(TypedDict):
    key: str
    name: Text
    department: str
    title: Text
    roles: list[str]
    assignments: list[str]


class RuleEntry(TypedDict):
    criterion: str
    op: str
    value: str


class JudgementEntry(TypedDict):
    vendor: str
    state: str
    note: str


class NeedEntry(TypedDict):
    code: str
    text: Text
    moscow: str
    criteria: list[str]
    source: Text
    rule: RuleEntry | None
    judgements: list[JudgementEntry]


class FactEntry(TypedDict):
    criterion: str
    value: str
    level: str
    source: str


class ClaimEntry(TypedDict):
    criterion: str | None
    text: str
    source: str


class EvidenceEntry(TypedDict):
    criterion: str | None
    level: str
    title: str
    source: str


class CostEntry(TypedDict):
    item: str
    label: Text
    quoted: bool
    scenario: str
    year: int
    amount: int


class SeatPriceEntry(TypedDict):
    item: str
    label: Text
    quoted: bool
    price: int
    minimum: int


class VendorEntry(TypedDict):
    code: str
    name: Text
    kind: Text
    withdrawn: str
    facts: list[FactEntry]
    claims: list[ClaimEntry]
    evidence: list[EvidenceEntry]
    costs: list[CostEntry]
    seat_prices: list[SeatPriceEntry]


class ScoreEntry(TypedDict):
    person: str
    criterion: str
    vendor: str
    score: int | None
    level: str
    rationale: str


class RoundEntry(TypedDict):
    number: int
    scores: list[ScoreEntry]


class ConsensusEntry(TypedDict):
    criterion: str
    vendor: str
    value: str
    reason: str


class TrialEntry(TypedDict):
    vendor: str
    result: str
    value: str | None
    note: Text


class ScenarioEntry(TypedDict):
    code: str
    group: Text
    name: Text
    pass_line: Text
    criteria: list[str]
    measures: str | None
    results: list[TrialEntry]


class PocEntry(TypedDict):
    start: str | None
    end: str | None
    scenarios: list[ScenarioEntry]


class NotCounted(TypedDict):
    person: str
    reason: str


class DecisionFile(TypedDict):
    format: str
    selection: SelectionEntry
    template: TemplateEntry | None
    options: Options
    people: list[PersonEntry]
    needs: list[NeedEntry]
    criteria: list[CriterionEntry]
    headings: list[HeadingEntry]
    vendors: list[VendorEntry]
    seat_plan: dict[str, list[int]]
    scenarios: list[str]
    rounds: list[RoundEntry]
    consensus: list[ConsensusEntry]
    poc: PocEntry
    not_counted: NotRequired[list[NotCounted]]
