"""What is the official value of every cell, and where does it come from?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt

from analysis.arrays import settled
from analysis.decision_file.typed import ConsensusEntry, CriterionEntry, DecisionFile, PersonEntry, ScoreEntry
from analysis.decision_file.vocabulary import CONCLUDED, LEVELS
from analysis.evaluation.parts import CellRecord, GivenScore
from analysis.tco.offer import OfferCost
from analysis.values import curve

MINOR = 100.0


class GivenEntry(ScoreEntry):
    """A score with the number of its round."""

    round: int


@dataclass(frozen=True)
class Cell:
    """One criterion of one vendor: value 0 to 100, or None while it is missing.

    `mean` is on 0 to 10, `sd` and `n` describe the people's latest scores, `raw` is the fact in
    its unit or the money in currency units. `judges` counts who was to score a rated cell and did not
    abstain; `not_counted` holds the latest scores that take no part.
    """

    value: float | None
    level: str
    source: str
    mean: float | None = None
    n: int = 0
    sd: float | None = None
    raw: float | None = None
    scores: tuple[GivenScore, ...] = field(default=())
    judges: int = 0
    not_counted: tuple[GivenScore, ...] = field(default=())

    def to_dict(self) -> CellRecord:
        """Return the cell as a run stores it."""
        return {
            "value": self.value,
            "mean": self.mean,
            "n": self.n,
            "sd": self.sd,
            "level": self.level,
            "source": self.source,
            "raw": self.raw,
            "scores": [score.copy() for score in self.scores],
            "judges": self.judges,
            "not_counted": [score.copy() for score in self.not_counted],
        }


Cells = dict[tuple[str, str], Cell]
Facts = dict[tuple[str, str], tuple[Decimal, str]]


def official_facts(decision_file: DecisionFile) -> Facts:
    """Return value and level of every measured criterion and vendor: a POC result beats a fact."""
    facts = {
        (fact["criterion"], vendor["code"]): (Decimal(fact["value"]), fact["level"])
        for vendor in decision_file["vendors"]
        for fact in vendor["facts"]
    }
    for trial in decision_file["poc"]["scenarios"]:
        for result in trial["results"]:
            if trial["measures"] and result["result"] in CONCLUDED and result["value"] is not None:
                facts[trial["measures"], result["vendor"]] = (Decimal(result["value"]), "poc")
    return facts


def official_cells(decision_file: DecisionFile, costs: Mapping[str, OfferCost]) -> Cells:
    """Return every cell of the vendors that are not withdrawn.

    Parameters
    ----------
    decision_file : mapping
        A decision file.
    costs : mapping of vendor to its costs in the official scenario
    """
    vendors = [vendor["code"] for vendor in decision_file["vendors"] if not vendor["withdrawn"]]
    facts, tested, sheets = official_facts(decision_file), set(_tested(decision_file)), _sheets(decision_file)
    left_out, judges = people_left_out(decision_file), _judges(decision_file)
    agreed = {(item["criterion"], item["vendor"]): item for item in decision_file["consensus"]}
    cells: Cells = {}
    for node in decision_file["criteria"]:
        for vendor in vendors if node["kind"] in ("rated", "measured", "price") else ():
            key = (node["code"], vendor)
            if node["kind"] == "rated":
                cells[key] = _rated(
                    _Sheet(sheets.get(key, []), judges[node["code"]], left_out),
                    agreed.get(key),
                    is_tested=key in tested,
                )
            elif node["kind"] == "measured":
                cells[key] = _measured(node, facts.get(key))
            else:
                cells[key] = _priced(node, costs[vendor])
    return cells


def cells_after(decision_file: DecisionFile, cells: Cells, rounds: int) -> Cells:
    """Return the cells with only the scores of the first rounds and no consensus; facts and money as they are."""
    left_out = people_left_out(decision_file)
    latest: dict[tuple[str, str], dict[str, int | None]] = {}
    for item in sorted(decision_file["rounds"], key=lambda item: item["number"]):
        for score in item["scores"] if item["number"] <= rounds else ():
            if score["person"] not in left_out:
                latest.setdefault((score["criterion"], score["vendor"]), {})[score["person"]] = score["score"]
    return {
        key: _mean(latest.get(key, {}), cell) if cell.source in ("mean", "consensus") else cell
        for key, cell in cells.items()
    }


def _mean(latest: Mapping[str, int | None], cell: Cell) -> Cell:
    scores = [score for score in latest.values() if score is not None]
    mean = sum(scores) / len(scores) if scores else None
    return Cell(None if mean is None else 10.0 * mean, cell.level, "mean", mean=mean, n=len(scores))


def _tested(decision_file: DecisionFile) -> Iterator[tuple[str, str]]:
    for trial in decision_file["poc"]["scenarios"]:
        for result in trial["results"]:
            if result["result"] in CONCLUDED:
                for criterion in trial["criteria"]:
                    yield criterion, result["vendor"]


def _sheets(decision_file: DecisionFile) -> dict[tuple[str, str], list[GivenEntry]]:
    sheets: dict[tuple[str, str], list[GivenEntry]] = {}
    for item in decision_file["rounds"]:
        for score in item["scores"]:
            entry: GivenEntry = {**score, "round": item["number"]}
            sheets.setdefault((score["criterion"], score["vendor"]), []).append(entry)
    return sheets


def people_left_out(decision_file: DecisionFile) -> frozenset[str]:
    """Return the keys of the persons whose marks take no part."""
    return frozenset(entry["person"] for entry in decision_file.get("not_counted", ()))


def _judges(decision_file: DecisionFile) -> dict[str, frozenset[str]]:
    """Return who was to score each rated leaf: every evaluator assigned to it, without assignments to all."""
    asked = [(person["key"], set(person["assignments"])) for person in decision_file["people"] if _is_evaluator(person)]
    return {
        node["code"]: frozenset(key for key, own in asked if not own or own & {node["code"], node["parent"]})
        for node in decision_file["criteria"]
        if node["kind"] == "rated"
    }


def _is_evaluator(person: PersonEntry) -> bool:
    return "evaluator" in person["roles"]


@dataclass(frozen=True)
class _Sheet:
    """Everything that was scored in one cell, by whom it was to be, and whose scores take no part."""

    entries: list[GivenEntry]
    asked: frozenset[str]
    left_out: frozenset[str]

    def latest(self, *, counted: bool) -> list[GivenEntry]:
        # The latest round comes last and stays.
        found = {entry["person"]: entry for entry in sorted(self.entries, key=lambda entry: entry["round"])}
        return [found[key] for key in sorted(found) if (key not in self.left_out) == counted]

    @property
    def counted(self) -> list[GivenEntry]:
        return [entry for entry in self.entries if entry["person"] not in self.left_out]

    @property
    def judges(self) -> int:
        """How many were to score the cell or did, without those who found it not applicable."""
        latest = self.latest(counted=True)
        abstained = {entry["person"] for entry in latest if entry["score"] is None}
        return len((self.asked - self.left_out | {entry["person"] for entry in latest}) - abstained)


def _rated(sheet: _Sheet, agreed: ConsensusEntry | None, *, is_tested: bool) -> Cell:
    counted = _given(sheet.latest(counted=True))
    scores = [entry["score"] for entry in counted]
    mean = sum(scores) / len(scores) if scores else None
    official = float(agreed["value"]) if agreed else mean
    return Cell(
        value=None if official is None else 10.0 * official,
        mean=official,
        n=len(scores),
        sd=_sd(scores),
        level="poc" if is_tested else _lower_median(sheet.counted),
        source="consensus" if agreed else "mean",
        scores=counted,
        judges=sheet.judges,
        not_counted=_given(sheet.latest(counted=False)),
    )


def _given(entries: list[GivenEntry]) -> tuple[GivenScore, ...]:
    return tuple(
        {"person": entry["person"], "score": entry["score"], "round": entry["round"]}
        for entry in entries
        if entry["score"] is not None
    )


def _sd(scores: list[int]) -> float | None:
    if len(scores) < 2:
        return None
    mean = sum(scores) / len(scores)
    return sqrt(sum((score - mean) ** 2 for score in scores) / (len(scores) - 1))


def _lower_median(sheet: list[GivenEntry]) -> str:
    scored = [entry for entry in sheet if entry["score"] is not None]
    last = max((entry["round"] for entry in scored), default=0)
    places = sorted(LEVELS.index(entry["level"]) for entry in scored if entry["round"] == last)
    return LEVELS[places[(len(places) - 1) // 2]] if places else "none"


def _measured(node: CriterionEntry, fact: tuple[Decimal, str] | None) -> Cell:
    if fact is None or node["value_function"] is None:
        return Cell(None, fact[1] if fact else "none", "fact", raw=float(fact[0]) if fact else None)
    value = float(curve(float(fact[0]), node["value_function"]))
    source = "poc" if fact[1] == "poc" else "fact"
    return Cell(value, fact[1], source, mean=value / 10.0, raw=float(fact[0]))


def _priced(node: CriterionEntry, costs: OfferCost) -> Cell:
    money = costs["tco" if node["basis"] == "tco" else "quote"]
    # The last bits of a sum differ from machine to machine.
    raw = None if money is None else settled(money) / MINOR
    if raw is None or node["value_function"] is None:
        return Cell(None, "none", "price", raw=raw)
    value = float(curve(raw, node["value_function"]))
    return Cell(value, "documented", "price", mean=value / 10.0, raw=raw)
