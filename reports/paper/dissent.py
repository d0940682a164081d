"""Who sees it differently, in their own words, and what is still open?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file.typed import CriterionEntry, ScenarioEntry
from analysis.evaluation.parts import Excluded, OwnTotals
from reports.charts.opinion import ROW, Strip, opinion
from reports.charts.theme import LIGHT
from reports.paper import columns
from reports.paper.heat import heat
from reports.paper.marks import heads, named, result_name, strokes, tile
from reports.paper.printed_run import PrintedRun
from reports.paper.words import joined, percent, phrases, points, rounded, weight
from reports.pdf import svg
from reports.pdf.drawing import TEXT_WIDTH
from reports.said import first_vendors, leaders, other_firsts, people
from selection.formats import level_name
from selection.languages import marked, pick
from selection.models import Department

MOST = 8
APART = 1.0  # points from the mean
SCALE = 0.6
NAMES = 150.0


@dataclass(frozen=True)
class Voice:
    """One person's latest score of one cell, and what they wrote."""

    person: str
    leaf: CriterionEntry
    vendor: str
    score: int
    mean: float
    level: str
    rationale: str
    others: list[tuple[str, int]]

    @property
    def distance(self) -> float:
        return abs(self.score - self.mean)


def section(opened: PrintedRun) -> dict[str, Any]:
    apart, own_way = farthest(opened), another_way(opened)
    firsts = first_vendors(opened.results)
    return {
        "said": people(opened.speaker),
        "own_way": [_quote(opened, voice) for voice in own_way],
        "title": _title(opened),
        "apart": _apart(apart),
        "heat": heat(opened),
        "strip": _strip(opened, apart) if apart else "",
        "quotes": [_quote(opened, voice) for voice in apart],
        "people": list(_people(opened, firsts)),
        "open": list(_open(opened)),
        "failed": [_failed(opened, state) for state in opened.results["excluded"]],
    }


def voices(opened: PrintedRun) -> Iterator[Voice]:
    """Every latest score of the vendors that take part."""
    said = {
        (item["number"], score["person"], score["criterion"], score["vendor"]): score
        for item in opened.decision_file["rounds"]
        for score in item["scores"]
    }
    for leaf in opened.leaves:
        for vendor in opened.taking_part if leaf["kind"] == "rated" else ():
            latest = opened.cell(leaf["code"], vendor)["scores"]
            marks = [(entry["person"], entry["score"]) for entry in latest]
            mean = sum(score for _person, score in marks) / len(marks) if marks else 0.0
            for entry in latest:
                own = said[entry["round"], entry["person"], leaf["code"], vendor]
                others = [mark for mark in marks if mark[0] != entry["person"]]
                yield Voice(entry["person"], leaf, vendor, entry["score"], mean, own["level"], own["rationale"], others)


def farthest(opened: PrintedRun) -> list[Voice]:
    """The scores farthest from their cell’s mean, at least a point; the heavier criterion first where equal."""
    # A mean of thirds may lie a rounding nearer.
    apart = [voice for voice in voices(opened) if voice.distance >= APART - 1e-9]
    weights = opened.results["weights"]
    # Equal distances whose last bits differ would stand in another order on another machine.
    return sorted(apart, key=lambda v: (-round(v.distance, 9), -weights[v.leaf["code"]], v.vendor, v.person))[:MOST]


def another_way(opened: PrintedRun) -> list[Voice]:
    """Of everybody who puts another vendor first: what they wrote where that vendor gains most on the leader."""
    found = (_strongest(opened, key, first[0]) for key, first in other_firsts(opened.results).items())
    return [voice for voice in found if voice]


def _strongest(opened: PrintedRun, person: str, first: str) -> Voice | None:
    own = [voice for voice in voices(opened) if voice.person == person]
    score_of_leader = {voice.leaf["code"]: voice.score for voice in own if voice.vendor == opened.leader}
    gains = [
        (opened.results["weights"][voice.leaf["code"]] * (voice.score - score_of_leader[voice.leaf["code"]]), voice)
        for voice in own
        if voice.vendor == first and voice.rationale and voice.leaf["code"] in score_of_leader
    ]
    most = max(gains, key=lambda gain: gain[0], default=None)
    return most[1] if most and most[0] > 0 else None


def _title(opened: PrintedRun) -> str:
    """How many see it differently; a tie with the one in front is no other opinion."""
    everybody, others = first_vendors(opened.results), other_firsts(opened.results)
    front = leaders(opened.results)
    if not front:
        return _("First place by each person’s own scores")
    if others:
        words = ngettext(
            "By their own scores %(count)s of %(all)s people puts another first",
            "By their own scores %(count)s of %(all)s people put another first",
            len(others),
        )
        return words % {"count": len(others), "all": len(everybody)}
    if all(first == front for first in everybody.values()):
        return _("Everybody’s own scores put the same vendor first")
    return _("Nobody’s own scores put another vendor first")


def _apart(apart: list[Voice]) -> str:
    if not apart:
        return _("No latest score is a point or more from the mean of its cell.")
    words = ngettext(
        "The score farthest from its cell’s mean, with the reason as it was written.",
        "The %(count)s scores farthest from their cell’s mean, each with the reason as it was written.",
        len(apart),
    )
    return words % {"count": len(apart)}


def _quote(opened: PrintedRun, voice: Voice) -> dict[str, Any]:
    others = joined(f"{opened.person(key)} {score}" for key, score in voice.others)
    facts = {"score": voice.score, "mean": rounded(voice.mean, 2), "others": others}
    return {
        "text": voice.rationale or "",
        "is_long": len(voice.rationale) > 900,
        "who": opened.person(voice.person),
        "department": department(opened, voice.person),
        "criterion": marked(voice.leaf["name"]),
        "tile": tile(voice.vendor),
        "vendor": opened.names[voice.vendor],
        "weight": weight(opened.results["weights"][voice.leaf["code"]]),
        "numbers": _("scored %(score)s, mean %(mean)s (%(others)s)") % facts
        if others
        else _("scored %(score)s, alone") % facts,
        "evidence": format_html("{} {}", strokes(voice.level), level_name(voice.level)),
    }


def department(opened: PrintedRun, key: str) -> str:
    person = opened.people.get(key)
    return str(Department(person["department"]).label) if person else ""


def _strip(opened: PrintedRun, apart: list[Voice]) -> SafeString:
    """The cells of the quotes, with everybody's latest score."""
    cells = list({(voice.leaf["code"], voice.vendor): voice for voice in apart}.values())
    strips = [
        Strip(
            pick(v.leaf["name"])[0],
            v.vendor,
            [(_initials(opened, p), s) for p, s in [*v.others, (v.person, v.score)]],
            v.mean,
        )
        for v in cells
    ]
    said = [
        f"{strip.name}, {strip.vendor}: " + joined(f"{name} {score}" for name, score in strip.marks) for strip in strips
    ]
    alt = _("Scores from 0 to 10 in the cells quoted above. %(cells)s.") % {"cells": _("; ").join(said)}
    drawing = svg.draw(opinion(strips, LIGHT), width=TEXT_WIDTH, alt=alt, scale=SCALE, left=NAMES)
    for row, strip in enumerate(strips):
        named(drawing, strip.vendor, strip.name, y=SCALE * ROW * (row + 0.5) - 5.25, room=NAMES - 20)
    return drawing.svg()


def _initials(opened: PrintedRun, key: str) -> str:
    """陈 for 陈维, CW for Chen Wei."""
    name = opened.person(key)
    parts = name.split()
    return "".join(part[0] for part in parts[:2]).upper() if len(parts) > 1 else name[:1]


def _people(opened: PrintedRun, firsts: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Everybody's own totals, in one table or in several with some of the vendors each."""
    totals = opened.results["people_totals"]
    need = columns.figures(points(own["total"][v], 1) for own in totals.values() for v in opened.taking_part)
    for part in columns.parts(opened.taking_part, need, room=90, most=24) if totals else ():
        yield {
            "part": part,
            "heads": heads(opened, part.vendors),
            "rows": [_own(opened, key, own, first=firsts[key], vendors=part.vendors) for key, own in totals.items()],
        }


def _own(opened: PrintedRun, key: str, found: OwnTotals, *, first: list[str], vendors: list[str]) -> dict[str, Any]:
    return {
        "who": opened.person(key),
        "department": phrases([department(opened, key), opened.note(key)]),
        "share": percent(found["share"]),
        "totals": [(points(found["total"][vendor], 1), vendor in first) for vendor in vendors],
        "first": format_html_join("", "{}", ((tile(code),) for code in first)),
    }


def _open(opened: PrintedRun) -> Iterator[tuple[str, str]]:
    """What is not known yet, of which vendors, and what it bears on; what vendors share stands once."""
    vendors: dict[tuple[str, str], list[str]] = {}
    for vendor, point, effect in (*_undecided(opened), *_missing(opened), *_untried(opened)):
        vendors.setdefault((point, effect), []).append(vendor)
    for (point, effect), codes in vendors.items():
        yield format_html("{} {}", format_html_join("", "{}", ((tile(code),) for code in codes)), point), effect


def _undecided(opened: PrintedRun) -> Iterator[tuple[str, str, str]]:
    texts = {need["code"]: marked(need["text"]) for need in opened.decision_file["needs"]}
    for state in opened.results["pending"]:
        point = _("Must-have %(need)s is not decided") % {"need": state["need"]}
        effect = format_html("{}{}", texts[state["need"]], _(". If it fails, the vendor is excluded."))
        yield state["vendor"], point, effect


def _missing(opened: PrintedRun) -> Iterator[tuple[str, str, str]]:
    for cell in opened.results["missing"]:
        share = weight(opened.results["weights"][cell["criterion"]])
        point = _("%(criterion)s has no value") % {"criterion": opened.speaker.criterion(cell["criterion"])}
        yield cell["vendor"], point, _("Weight %(weight)s; without it there is no place.") % {"weight": share}


def _untried(opened: PrintedRun) -> Iterator[tuple[str, str, str]]:
    for scenario in opened.decision_file["poc"]["scenarios"]:
        for vendor in opened.taking_part:
            state = opened.trials(vendor).get(scenario["code"], {"result": "untested"})["result"]
            if state in ("running", "untested"):
                yield vendor, marked(scenario["name"]), _bears_on(opened, scenario, state)


def _bears_on(opened: PrintedRun, scenario: ScenarioEntry, state: str) -> str:
    leaves = [code for code in scenario["criteria"] if code in opened.results["weights"]]
    named = joined(
        _("%(criterion)s (weight %(weight)s)")
        % {"criterion": opened.speaker.criterion(c), "weight": weight(opened.results["weights"][c])}
        for c in leaves
    )
    told = _("POC %(state)s") % {"state": result_name(state)}
    return _("%(state)s; bears on %(criteria)s") % {"state": told, "criteria": named} if named else told


def _failed(opened: PrintedRun, state: Excluded) -> dict[str, Any]:
    texts = {need["code"]: marked(need["text"]) for need in opened.decision_file["needs"]}
    return {
        "tile": tile(state["vendor"]),
        "vendor": opened.names[state["vendor"]],
        "need": state["need"],
        "text": texts[state["need"]],
        "total": points(state["shadow_total"]),
        "rank": state["shadow_rank"] or "–",
    }
