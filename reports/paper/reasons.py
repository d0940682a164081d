"""What speaks for the vendor in front, and what against choosing it? Only what the numbers say."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analysis.decision_file.typed import ScenarioEntry, TrialEntry
from analysis.decision_file.vocabulary import WEAK
from reports.conclusion import is_flat_category
from reports.paper.marks import result_name
from reports.paper.printed_run import PrintedRun
from reports.paper.words import chance, joined, percent, phrases, rounded, sentences, short, weight, years
from reports.said import first_vendors, other_firsts
from selection.formats import level_name, money_text
from selection.languages import pick
from vendors.budget import covers_quote

MOST = 3
NAMED = 3


class Point(NamedTuple):
    """A short statement and the numbers behind it."""

    title: str
    detail: str


Look = Callable[[PrintedRun, str, str], Point | None]


def reasons(opened: PrintedRun) -> list[Point]:
    """The first three that hold, in a fixed order: the points, the proof, the money, the balance, the weights."""
    return _found(opened, (_widest, _tested, _cheapest, _balanced, _without_weights, _steady))


def risks(opened: PrintedRun) -> list[Point]:
    """The first three that hold: an open must-have, what decides nothing, the nearest change, thin evidence …"""
    return _found(
        opened,
        (_pending, _above_ceiling, _flat, _majority, _nearest, _thinnest, _not_passed, _minority, _behind, _outside),
    )


def _found(opened: PrintedRun, looks: tuple[Look, ...]) -> list[Point]:
    leader, rival = opened.leader, opened.rival
    if leader is None or rival is None:
        return []
    points = (look(opened, leader, rival) for look in looks)
    return [point for point in points if point][:MOST]


def _gaps(opened: PrintedRun, leader: str, rival: str) -> dict[str, float]:
    """Category → by how many points the leader is ahead of a rival."""
    pairs = {code: (points[leader], points[rival]) for code, points in opened.results["contribution"].items()}
    return {code: own - other for code, (own, other) in pairs.items() if own is not None and other is not None}


def _widest(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    gaps = _gaps(opened, leader, rival)
    code = max(gaps, key=lambda c: gaps[c], default=None)
    if code is None or gaps[code] <= 0:
        return None
    facts = {
        "category": opened.speaker.criterion(code),
        "points": rounded(opened.results["contribution"][code][leader] or 0.0, 2),
        "gap": rounded(gaps[code], 2),
        "rival": opened.speaker.vendor(rival),
    }
    title = _("Furthest ahead in %(category)s") % facts
    return Point(title, _("%(points)s points there, %(gap)s more than %(rival)s.") % facts)


def _tested(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    count = len(opened.decision_file["poc"]["scenarios"])
    passed = {vendor: opened.passed(vendor) for vendor in opened.taking_part}
    best = max(passed.values())
    if not count or not best or passed[leader] < best:
        return None
    shared = sum(own == best for own in passed.values()) > 1
    title = _("No other passed more POC scenarios") if shared else _("Passed the most POC scenarios")
    facts = {"passed": best, "count": count, "others": joined(f"{v} {passed[v]}" for v in opened.ranked if v != leader)}
    tried = _("%(passed)s of %(count)s; the others: %(others)s.") % facts
    share = {"share": percent(opened.share(leader, "poc"))}
    return Point(title, sentences(tried, _("POC-verified evidence carries %(share)s of its weight.") % share))


def _cheapest(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    costs = {vendor: opened.results["cost"][vendor] for vendor in opened.taking_part}
    own = costs[leader]
    totals = {vendor: cost["tco"] for vendor, cost in costs.items() if cost["tco"] is not None}
    if len(totals) < len(costs) or own["hidden_share"] is None:
        return None
    facts = {
        "years": years(opened.options["horizon"]),
        "total": money_text(own["tco"], opened.currency),
        "share": percent(own["hidden_share"]),
    }
    detail = _("%(total)s over %(years)s, of which %(share)s is outside the quote.") % facts
    others = [cost for vendor, cost in costs.items() if vendor != leader]
    if all(totals[leader] < total for vendor, total in totals.items() if vendor != leader):
        return Point(_("Lowest total cost over %(years)s") % facts, detail)
    if all(own["hidden_share"] < (cost["hidden_share"] or 0) for cost in others):
        return Point(_("Least outside the quote"), detail)
    return None


def _balanced(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    apart = [code for code in opened.results["category_values"] if not is_flat_category(opened.results, code)]
    places = {code: _place(opened, code, leader) for code in apart}
    high = [code for code, place in places.items() if place <= 2]
    if len(places) < 3 or len(high) < len(places) - 1 or len(opened.taking_part) < 3:
        return None
    low = [
        _("%(category)s: place %(place)s") % {"category": opened.speaker.criterion(code), "place": place}
        for code, place in places.items()
        if place > 2
    ]
    title = _("First or second in %(high)s of %(count)s categories") % {"high": len(high), "count": len(places)}
    return Point(title, (low[0] + _(".")) if low else _("In no category further back."))


def _place(opened: PrintedRun, category: str, vendor: str) -> int:
    values = [value or 0.0 for value in opened.results["category_values"][category].values()]
    own = opened.results["category_values"][category][vendor] or 0.0
    return 1 + sum(value > own + 1e-9 for value in values)


def _without_weights(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    first = opened.results["acceptability"]["uniform"]["first"]
    if first[leader] < max(first.values()):
        return None
    facts = {"share": chance(first[leader])}
    return Point(
        _("Also first with no preset weights"),
        _("With every weight open it is first in %(share)s of draws.") % facts,
    )


def _steady(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    free = [
        code
        for code, found in opened.results["stability"].items()
        if (found["low"], found["high"]) == (0.0, 100.0) and not is_flat_category(opened.results, code)
    ]
    if not free:
        return None
    named = joined(opened.speaker.criterion(code) for code in free[:NAMED])
    return Point(
        _("First at any weight of some categories"),
        _("No weight of %(categories)s changes the first place.") % {"categories": named},
    )


def _pending(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    needs = [state["need"] for state in opened.results["pending"] if state["vendor"] == leader]
    if not needs:
        return None
    texts = {need["code"]: pick(need["text"])[0] for need in opened.decision_file["needs"]}
    title = ngettext("%(count)s must-have is not decided yet", "%(count)s must-haves are not decided yet", len(needs))
    return Point(title % {"count": len(needs)}, _("; ").join(f"{code} {texts[code]}" for code in needs[:NAMED]))


def _nearest(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    flips = opened.results["flips"]
    lead = opened.results["conclusion"]["lead"]
    if not flips or lead is None:
        return None
    title, detail = opened.speaker.flip(flips[0])
    if lead < float(opened.options["lead"]):
        head = _("Ahead by %(lead)s points only") % {"lead": rounded(lead, 2)}
        return Point(head, _("Nearest change: %(change)s. %(outcome)s") % {"change": title, "outcome": detail})
    return Point(_("Nearest change of the first place"), f"{title}{_('. ')}{detail}")


def _thinnest(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    """The cell that carries the most weight on the weakest evidence."""
    spread = {level: float(sd) for level, sd in opened.options["evidence_sd"].items()}
    leaf = max(
        opened.leaves,
        key=lambda node: opened.results["weights"][node["code"]] * spread[opened.cell(node["code"], leader)["level"]],
    )
    level = opened.cell(leaf["code"], leader)["level"]
    if level in ("poc", "reference"):
        return None
    facts = {
        "criterion": pick(leaf["name"])[0],
        "level": level_name(level),
        "weight": weight(opened.results["weights"][leaf["code"]]),
        "share": percent(opened.share(leader, *WEAK)),
        "documented": percent(opened.share(leader, "documented")),
    }
    title = _("%(criterion)s (weight %(weight)s): %(level)s only") % facts
    return Point(title, _("Of its weight %(share)s is claimed or without evidence, %(documented)s documented.") % facts)


def _not_passed(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    trials = opened.trials(leader)
    short_of = [
        s
        for s in opened.decision_file["poc"]["scenarios"]
        if trials.get(s["code"], {"result": "untested"})["result"] != "pass"
    ]
    if not short_of:
        return None
    head = ngettext("%(count)s POC scenario not passed", "%(count)s POC scenarios not passed", len(short_of))
    named = [_trial(scenario, trials.get(scenario["code"])) for scenario in short_of[:NAMED]]
    rest = len(short_of) - len(named)
    more = [_("and %(count)d more") % {"count": rest}] if rest else []
    return Point(head % {"count": len(short_of)}, _("; ").join(named + more) + _("."))


def _trial(scenario: ScenarioEntry, trial: TrialEntry | None) -> str:
    state = result_name(trial["result"] if trial else "untested")
    note = pick(trial["note"])[0] if trial else ""
    told = phrases((state, note.rstrip(" .。")))
    return _("%(name)s: %(result)s") % {"name": pick(scenario["name"])[0], "result": told}


def _voices(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    others, everybody = other_firsts(opened.results), len(first_vendors(opened.results))
    if not others:
        return None
    title = ngettext(
        "By their own scores %(count)s of %(all)s people puts another first",
        "By their own scores %(count)s of %(all)s people put another first",
        len(others),
    ) % {"count": len(others), "all": everybody}
    named = joined(
        _("%(person)s: %(vendor)s") % {"person": opened.person(key), "vendor": _(" and ").join(first)}
        for key, first in others.items()
    )
    return Point(title, named + _("."))


def _above_ceiling(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    ceiling = opened.decision_file["selection"]["budget_ceiling"]
    amount = opened.results["cost"][leader]["quote" if covers_quote(opened.decision_file["criteria"]) else "tco"]
    if ceiling is None or amount is None or amount <= ceiling:
        return None
    facts = {"money": money_text(amount, opened.currency), "ceiling": money_text(ceiling, opened.currency)}
    what = opened.speaker.budget_is_about()
    detail = _("%(what)s %(money)s, ceiling %(ceiling)s.") % {**facts, "what": what[:1].upper() + what[1:]}
    return Point(opened.speaker.against_budget(leader), detail)


def _majority(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    """That more people put another first than not is no small matter."""
    most = 2 * len(other_firsts(opened.results)) > len(first_vendors(opened.results))
    return _voices(opened, leader, rival) if most else None


def _minority(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    return None if _majority(opened, leader, rival) else _voices(opened, leader, rival)


def _flat(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    """The heaviest criterion that tells nobody apart."""
    weights = opened.results["weights"]
    found = sorted(opened.results.get("flat", ()), key=lambda row: -weights[row["criterion"]])
    if not found:
        return None
    leaf = next(node for node in opened.leaves if node["code"] == found[0]["criterion"])
    facts = {"criterion": pick(leaf["name"])[0], "weight": weight(weights[leaf["code"]])}
    title = _("%(criterion)s (weight %(weight)s) does not tell the vendors apart") % facts
    why = opened.speaker.why_flat(leaf, found[0]["reason"])
    return Point(title, why[:1].upper() + why[1:])


def _behind(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    gaps = {
        (code, other): gap
        for other in opened.taking_part
        if other != leader
        for code, gap in _gaps(opened, leader, other).items()
    }
    code, other = min(gaps, key=lambda key: gaps[key])
    if gaps[code, other] >= 0:
        return None
    facts = {
        "category": opened.speaker.criterion(code),
        "gap": short(-gaps[code, other]),
        "other": opened.speaker.vendor(other),
    }
    return Point(_("Furthest behind in %(category)s") % facts, _("%(gap)s points fewer than %(other)s.") % facts)


def _outside(opened: PrintedRun, leader: str, rival: str) -> Point | None:
    own = opened.results["cost"][leader]
    if not own["hidden_share"]:
        return None
    facts = {"share": percent(own["hidden_share"]), "money": money_text(own["outside"], opened.currency)}
    title = pgettext("cost", "%(share)s of the cost is outside the quote") % facts
    return Point(title, _("%(money)s that no offer binds.") % facts)
