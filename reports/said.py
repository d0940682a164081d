"""What did the people say themselves, and where does a value rest on few of them? One place for page and paper."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analysis.decision_file.typed import CriterionEntry
from analysis.decision_file.vocabulary import LEAVES
from analysis.evaluation.opinions import opinions
from analysis.evaluation.parts import CellRecord
from analysis.evaluation.results import Results
from reports.conclusion import Speaker
from selection.formats import short
from selection.languages import pick


def people(speaker: Speaker) -> list[str]:
    """Whom everybody has first, which cells rest on few, whose marks do not count; an old run says less."""
    said = [first_places(speaker), *thin_cells(speaker), not_counted(speaker), missing_from_old_runs(speaker)]
    return [sentence for sentence in said if sentence]


def first_vendors(results: Results) -> dict[str, list[str]]:
    """Person → the vendors that their own marks put first; an old run holds the totals that say so."""
    found = results.get("opinions") or opinions(results.get("people_totals", {}), results["conclusion"])
    return {person: own["first"] for person, own in found["people"].items()}


def leaders(results: Results) -> list[str]:
    """Whom the conclusion has in front; more than one when it is a tie, nobody while cells are missing."""
    found = results["conclusion"]
    if found["kind"] == "tie":
        return list(found["set"])
    return [found["leader"]] if found["leader"] else []


def other_firsts(results: Results) -> dict[str, list[str]]:
    """Person → whom their own marks put first, where nobody in front is among them."""
    front = set(leaders(results))
    return {person: first for person, first in first_vendors(results).items() if front and not front & set(first)}


def first_places(speaker: Speaker) -> str:
    """3 of 4 judges have A first by their own marks, 1 has B and C level in first place."""
    found = Counter(tuple(first) for first in first_vendors(speaker.results).values())
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    parts = [
        _first_of(vendors, count, is_more=place > 0)
        % {"count": count, "all": found.total(), "vendors": _(" and ").join(map(speaker.vendor, vendors))}
        for place, (vendors, count) in enumerate(ordered)
    ]
    return pgettext("clauses", ", ").join(parts) + _(".") if parts else ""


def _first_of(vendors: tuple[str, ...], count: int, *, is_more: bool) -> str:
    if is_more and len(vendors) > 1:
        return ngettext(
            "%(count)s has %(vendors)s level in first place", "%(count)s have %(vendors)s level in first place", count
        )
    if is_more:
        return ngettext("%(count)s has %(vendors)s first", "%(count)s have %(vendors)s first", count)
    if len(vendors) > 1:
        return ngettext(
            "%(count)s of %(all)s evaluators has %(vendors)s level in first place by their own scores",
            "%(count)s of %(all)s evaluators have %(vendors)s level in first place by their own scores",
            count,
        )
    return ngettext(
        "%(count)s of %(all)s evaluators has %(vendors)s first by their own scores",
        "%(count)s of %(all)s evaluators have %(vendors)s first by their own scores",
        count,
    )


def thin_cells(speaker: Speaker) -> Iterator[str]:
    """Values that fewer than half of the judges gave, and those that one person alone gave."""
    few, single = _where(speaker, is_few), _where(speaker, is_single)
    if few:
        words = ngettext(
            "%(count)s cell rests on fewer than half of its evaluators (%(where)s).",
            "%(count)s cells rest on fewer than half of their evaluators (%(where)s).",
            few.total(),
        )
        yield words % {"count": few.total(), "where": _listed(few)}
    if single:
        words = ngettext(
            "%(count)s cell is a single opinion (%(where)s).",
            "%(count)s cells are a single opinion (%(where)s).",
            single.total(),
        )
        yield words % {"count": single.total(), "where": _listed(single)}


def thinness(cell: CellRecord) -> str:
    """A word at a value that few gave: a single opinion, or 2 of 5 judges."""
    if is_single(cell):
        return _("single opinion")
    if is_few(cell):
        return _("%(count)s of %(all)s evaluators") % {"count": cell["n"], "all": cell["judges"]}
    return ""


def is_few(cell: CellRecord) -> bool:
    """Whether fewer than half of those who were to score the cell did; a value agreed on rests on all."""
    return cell["source"] == "mean" and 0 < 2 * cell["n"] < cell.get("judges", 0)


def is_single(cell: CellRecord) -> bool:
    return bool(cell["source"] == "mean" and cell["n"] == 1)


def _where(speaker: Speaker, is_meant: Callable[[CellRecord], bool]) -> Counter[str]:
    """Category → in how many cells with weight, of the vendors that take part."""
    results = speaker.results
    return Counter(
        speaker.criterion(speaker.criteria[code]["parent"] or "")
        for code, cells in results.get("cells", {}).items()
        if results["weights"][code] > 0
        for vendor in results["vendors"]
        if is_meant(cells[vendor])
    )


def _listed(counts: Counter[str]) -> str:
    return _(", ").join(f"{name} {count}" for name, count in counts.items())


def not_counted(speaker: Speaker) -> str:
    """Whose marks take no part, each with the reason."""
    names = {person["key"]: pick(person["name"])[0] for person in speaker.decision_file["people"]}
    entries = speaker.decision_file.get("not_counted", ())
    named = [
        _("%(person)s (%(reason)s)") % {"person": names[row["person"]], "reason": row["reason"]} for row in entries
    ]
    words = ngettext("The scores of %(people)s do not count.", "The scores of %(people)s do not count.", len(named))
    return words % {"people": _("; ").join(named)} if named else ""


def missing_from_old_runs(speaker: Speaker) -> str:
    """A run of before does not hold how many were to judge a cell, nor which criteria told nobody apart."""
    if "flat" in speaker.results:
        return ""
    return _("This snapshot is of an earlier engine, which did not look for cells that few people scored.")


def flat(speaker: Speaker) -> list[str]:
    """Every criterion that gives all vendors the same value, and why; for who may see prices and facts."""
    leaves = {node["code"]: node for node in speaker.decision_file["criteria"] if node["kind"] in LEAVES}
    return [flat_sentence(speaker, leaves[row["criterion"]], row["reason"]) for row in speaker.results.get("flat", ())]


def flat_sentence(speaker: Speaker, leaf: CriterionEntry, reason: str) -> str:
    weight = short(100 * speaker.results["weights"][leaf["code"]])
    facts = {"criterion": speaker.criterion(leaf["code"]), "weight": weight}
    return f"{_('%(criterion)s (weight %(weight)s)') % facts}{pgettext('joins', ': ')}{speaker.why_flat(leaf, reason)}"
