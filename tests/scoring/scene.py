"""What do the scoring tests score? Three rated leaves, one measured, one price, two vendors."""

from dataclasses import dataclass, field
from itertools import count

from django.utils import timezone

from criteria.models import Anchor, Criterion, Kind
from scoring.models import FoundMark, FoundSheet, Round, Score
from scoring.sheets import record_score
from selection.models import Member, Phase, Selection
from tests.cast import Committee, committee, join
from vendors.models import Claim, Vendor

OPERATIONS = count(1)
NAMES = {
    "F": ("功能匹配度", "Functional fit"),
    "F1": ("全渠道接入", "Omnichannel intake"),
    "F2": ("智能机器人", "AI assistant"),
    "T": ("技术架构", "Architecture"),
    "T1": ("集成与 API", "Integration and APIs"),
    "T2": ("可用性", "Availability"),
    "P1": ("五年总成本", "Five-year cost"),
}
VENDOR_NAMES = {"A": ("云桥客服", "Yunqiao Desk"), "B": ("灵犀智服", "Lingxi Service")}
TREE = (
    ("F", None, Kind.CATEGORY, 6000),
    ("F1", "F", Kind.RATED, 5000),
    ("F2", "F", Kind.RATED, 5000),
    ("T", None, Kind.CATEGORY, 4000),
    ("T1", "T", Kind.RATED, 5000),
    ("T2", "T", Kind.MEASURED, 3000),
    ("P1", "T", Kind.PRICE, 2000),
)


@dataclass
class Scene:
    """The committee with its criteria and vendors by code."""

    committee: Committee
    criteria: dict[str, Criterion] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)

    @property
    def selection(self) -> Selection:
        return self.committee.selection

    def member(self, name: str) -> Member:
        """The member as the next request would fetch them."""
        return Member.objects.select_related("selection", "user").get(selection=self.selection, key=name)

    def give(self, name: str, leaf: str, vendor: str, score: int | None = 6, **fields) -> Score:
        """Save one cell, as a page would."""
        body = {
            "level": "demonstrated",
            "rationale": "",
            "not_applicable": False,
            "version": 0,
            "operation": f"op-{next(OPERATIONS)}",
        }
        return record_score(
            self.member(name),
            criterion=self.criteria[leaf],
            vendor=self.vendors[vendor],
            score=score,
            **(body | fields),
        )

    def grow(self, *, leaves: int, vendors: int) -> None:
        """More rated leaves and vendors, with a score, a claim and a fact in every cell of everybody."""
        for code in "CDEFGHIJ"[:vendors]:
            self.vendors[code] = Vendor.objects.create(selection=self.selection, code=code, name_zh=f"{code} 家")
        for n in range(leaves):
            self.criteria[f"F1{n:02d}"] = _leaf(self, f"F1{n:02d}", "F", Kind.RATED, 100, 100 + n)
        rated = [leaf for leaf in self.criteria.values() if leaf.kind == Kind.RATED]
        cells = [(leaf, vendor) for leaf in rated for vendor in self.vendors.values()]
        Claim.objects.bulk_create(Claim(vendor=vendor, criterion=leaf, text="宣称") for leaf, vendor in cells)
        round = self.selection.rounds.first()
        people = [member for member in self.committee.members.values() if member.is_evaluator]
        Score.objects.bulk_create(
            Score(round=round, member=member, criterion=leaf, vendor=vendor, score=6, updated_at=timezone.now())
            for member in people
            for leaf, vendor in cells
        )

    def find(self, name: str, marks: dict[tuple[str, str], str], *, is_own: bool = True, file: str = "") -> FoundSheet:
        """Marks that stood in a spreadsheet, kept aside as when the selection started from it."""
        sheet = FoundSheet.objects.create(
            selection=self.selection, member=self.member(name), file=file, sha256="0" * 64, is_own=is_own
        )
        FoundMark.objects.bulk_create(
            FoundMark(sheet=sheet, criterion=self.criteria[leaf], vendor=self.vendors[vendor], text=text)
            for (leaf, vendor), text in marks.items()
        )
        return sheet

    def fill(self, name: str, score: int = 6) -> None:
        for leaf in ("F1", "F2", "T1"):
            for vendor in self.vendors:
                self.give(name, leaf, vendor, score)


def scene(
    phase: str = Phase.SCORE,
    people: tuple[str, ...] = ("chen", "eva", "bo", "otto", "aude"),
    more: tuple[str, ...] = ("ed",),
    **fields,
) -> Scene:
    """Eva and whoever is named in `more` evaluate."""
    made = Scene(committee(phase=phase, people=people, **fields))
    for name in more:
        made.committee.members[name] = join(made.selection, name, "evaluator")
    _grow(made)
    for code, (zh, en) in VENDOR_NAMES.items():
        made.vendors[code] = Vendor.objects.create(selection=made.selection, code=code, name_zh=zh, name_en=en)
    if phase not in (Phase.DEFINE, Phase.INVITE):
        Round.objects.create(selection=made.selection, number=1, opened_at=timezone.now())
    return made


def _grow(made: Scene) -> None:
    for position, (code, parent, kind, weight) in enumerate(TREE):
        made.criteria[code] = _leaf(made, code, parent, kind, weight, position)


def _leaf(made: Scene, code: str, parent: str | None, kind: str, weight: int, position: int) -> Criterion:
    zh, en = NAMES.get(code, (f"准则 {code}", f"Criterion {code}"))
    leaf = Criterion.objects.create(
        selection=made.selection,
        code=code,
        parent=made.criteria.get(parent or ""),
        kind=kind,
        weight=weight,
        position=position,
        name_zh=zh,
        name_en=en,
        question_zh=f"{zh}怎么样？",
        question_en=f"How good is {en}?",
        dimension="" if kind == Kind.CATEGORY else "business",
        unit_zh="%" if kind == Kind.MEASURED else "",
        curve="piecewise" if kind == Kind.MEASURED else "",
        points=[["90", "0"], ["100", "100"]] if kind == Kind.MEASURED else [],
    )
    if kind == Kind.RATED:
        Anchor.objects.bulk_create(
            Anchor(criterion=leaf, band=band, text_zh=f"{zh} {band} 分的样子", text_en=f"{en} at {band}")
            for band in Anchor.BANDS
        )
    return leaf
