"""What do a run's numbers say, in words? One place for the page and the PDF."""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analysis.arrays import settle
from analysis.decision_file.typed import CriterionEntry, DecisionFile, Scale
from analysis.decision_file.vocabulary import WEAK
from analysis.evaluation.parts import Conclusion, Flip
from analysis.evaluation.results import Results
from selection.formats import level_name, money_text, percent, rounded, short
from selection.languages import pick, sentences
from vendors.apart import money_name, total_name, why_flat
from vendors.budget import covers_quote, distance

NAMED_CELLS = 5
NO_SCALE: Scale = {"unit": {"zh": "", "en": ""}, "decimals": 2, "min": None, "max": None}


class Sentence(NamedTuple):
    """A statement and the line that supports it."""

    title: str
    detail: str


class Speaker:
    """Says what one run's results mean, in the active language."""

    def __init__(self, results: Results, decision_file: DecisionFile) -> None:
        self.results = results
        self.decision_file = decision_file
        self.vendors = {row["code"]: pick(row["name"])[0] for row in decision_file["vendors"]}
        self.criteria = {row["code"]: row for row in decision_file["criteria"]}
        self.currency: str = decision_file["selection"]["currency"]

    def vendor(self, code: str) -> str:
        return f"{code} {self.vendors[code]}"

    def criterion(self, code: str) -> str:
        return pick(self.criteria[code]["name"])[0]

    def any_of(self, codes: list[str]) -> str:
        """A or B; A, B or C."""
        names = [self.vendor(code) for code in codes]
        if len(names) == 1:
            return names[0]
        return _("%(first)s or %(last)s") % {"first": _(", ").join(names[:-1]), "last": names[-1]}

    def headline(self) -> str:
        """The conclusion by the committee's rule; "recommend" is a word for people."""
        found = self.results["conclusion"]
        return HEADLINES[found["kind"]](self, found)

    def _leads(self, found: Conclusion) -> str:
        return _("%(vendor)s leads by %(lead)s points, %(odds)s chance of first place (bar %(bar)s).") % self._facts(
            found
        )

    def _no_clear_winner(self, found: Conclusion) -> str:
        facts = {"set": self.any_of(found["set"]), **self._facts(found)}
        if len(found["set"]) == 1:
            return (
                _(
                    "No clear winner yet. %(vendor)s is ahead by %(lead)s points, "
                    "%(odds)s chance of first place (bar %(bar)s)."
                )
                % facts
            )
        return (
            _(
                "No clear winner: %(set)s. %(letter)s is ahead by %(lead)s points, "
                "%(odds)s chance of first place (bar %(bar)s)."
            )
            % facts
        )

    def _facts(self, found: Conclusion) -> dict[str, str]:
        leader, lead, odds = found["leader"], found["lead"], found["p_first"]
        assert leader is not None and lead is not None and odds is not None, "who leads has a lead and odds"
        return {
            "vendor": self.vendor(leader),
            "letter": leader,
            "lead": rounded(lead, 2),
            "odds": percent(odds),
            "bar": bar_text(found["bar"]),
        }

    def _tie(self, found: Conclusion) -> str:
        return _("A shared first place: %(set)s have the same total.") % {
            "set": _(" and ").join(map(self.vendor, found["set"]))
        }

    def _single(self, found: Conclusion) -> str:
        return _("There is nothing to compare with: %(vendor)s is the only vendor.") % {
            "vendor": self.vendor(found["leader"] or "")
        }

    def _none(self, found: Conclusion) -> str:
        return _("No vendor meets the must-haves.")

    def _incomplete(self, found: Conclusion) -> str:
        cells = [f"{self.criterion(cell['criterion'])} · {self.vendor(cell['vendor'])}" for cell in found["missing"]]
        named = _("; ").join(cells[:NAMED_CELLS])
        count = ngettext(
            "No ranking yet: %(count)d cell is missing", "No ranking yet: %(count)d cells are missing", len(cells)
        )
        rest = _(" and %(count)d more") % {"count": len(cells) - NAMED_CELLS} if len(cells) > NAMED_CELLS else ""
        return _("%(count)s (%(cells)s%(rest)s).") % {
            "count": count % {"count": len(cells)},
            "cells": named,
            "rest": rest,
        }

    def support(self) -> str:
        """The second sentence, where somebody is ahead: the nearest weight at which the first place changes."""
        if self.results["conclusion"]["kind"] not in ("leads", "no_clear_winner"):
            return ""
        weights = [flip for flip in self.results["flips"] if flip["kind"] == "category_weight"]
        if not weights:
            return _("No change of a single category weight changes the first place.")
        return _("The nearest category weight at which the first place changes is %(change)s.") % {
            "change": self.move(weights[0])
        }

    def pending(self) -> str:
        """The must-haves of those in front that nobody has decided yet."""
        front = self.results["conclusion"]["set"]
        open_needs = [entry for entry in self.results["pending"] if entry["vendor"] in front]
        if not open_needs:
            return ""
        named = [f"{entry['need']} · {self.vendor(entry['vendor'])}" for entry in open_needs[:NAMED_CELLS]]
        words = ngettext(
            "%(count)d must-have is not decided yet: %(named)s.",
            "%(count)d must-haves are not decided yet: %(named)s.",
            len(open_needs),
        )
        return words % {"count": len(open_needs), "named": _("; ").join(named)}

    def marked(self, sentence: str, tile: Callable[[str, str], SafeString]) -> SafeString:
        """The sentence as safe HTML, in which `tile(code, name)` draws each vendor that it names."""
        named = {self.vendor(code): (code, name) for code, name in self.vendors.items()}
        # A regular expression takes the first name that fits:
        # a short one would hide a longer that begins so.
        longest_first = sorted(named, key=len, reverse=True)
        parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", sentence) if named else [sentence]
        return format_html_join("", "{}", ((tile(*named[part]) if part in named else part,) for part in parts))

    def move(self, flip: Flip) -> str:
        return _("%(criterion)s, from %(now)s to %(needed)s") % {
            "criterion": self.criterion(flip["criterion"]),
            "now": short(flip["now"]),
            "needed": rounded(flip["needed"], 2),
        }

    def flip(self, flip: Flip) -> Sentence:
        """What would have to change, with the vendor it changes for, and what would follow."""
        facts = {
            "criterion": self.criterion(flip["criterion"]),
            "now": self._amount(flip, flip["now"]),
            "needed": self._amount(flip, flip["needed"]),
            "vendor": self.vendor(flip["vendor"]),
            "share": f"{abs(flip['relative'] or 0) * 100:.0f}%",
        }
        falls = flip["needed"] < flip["now"]
        detail = sentences(self._state(flip, falls), self._outcome(flip))
        change = self._condition(flip, falls) % facts
        if flip["target"]:
            change = _("%(target)s: %(change)s") % {"target": self.vendor(flip["target"]), "change": change}
        return Sentence(change, detail % facts)

    def _condition(self, flip: Flip, falls: bool) -> str:
        if flip.get("need"):  # its limit itself still passes
            return _("%(criterion)s falls below %(needed)s") if falls else _("%(criterion)s rises above %(needed)s")
        if flip["kind"] == "price":
            return self._price_condition(flip, falls)
        if flip["kind"] == "fact":
            return _("%(criterion)s falls to %(needed)s") if falls else _("%(criterion)s rises to %(needed)s")
        if flip["kind"] == "score":
            return (
                _("mean score of %(criterion)s falls to %(needed)s")
                if falls
                else _("mean score of %(criterion)s rises to %(needed)s")
            )
        return (
            _("Weight of %(criterion)s falls to %(needed)s")
            if falls
            else _("Weight of %(criterion)s rises to %(needed)s")
        )

    def _price_condition(self, flip: Flip, falls: bool) -> str:
        """A quote and a total over the years are two numbers; each is called by its name."""
        if self.criteria[flip["criterion"]]["basis"] != "tco":
            return _("price falls to %(needed)s") if falls else _("price rises to %(needed)s")
        total = {"total": self.total_cost(), "needed": "%(needed)s"}  # filled in with the rest
        return (_("%(total)s falls to %(needed)s") if falls else _("%(total)s rises to %(needed)s")) % total

    def money_name(self, leaf: CriterionEntry) -> str:
        """What the amounts of a price criterion are."""
        return money_name(leaf["basis"], self.decision_file["options"]["horizon"])

    def total_cost(self) -> str:
        return total_name(self.decision_file["options"]["horizon"])

    def why_flat(self, leaf: CriterionEntry, reason: str) -> str:
        """Why a criterion tells nobody apart."""
        return why_flat(leaf, reason, self.currency, years=self.decision_file["options"]["horizon"])

    def budget_is_about(self) -> str:
        """Whether the budget is one for the quote or for the total over the years."""
        basis = "quote" if covers_quote(self.decision_file["criteria"]) else "tco"
        return money_name(basis, self.decision_file["options"]["horizon"])

    def against_budget(self, vendor: str) -> str:
        """How far the amount that the budget is about lies from its ceiling and target."""
        about, cost = self.decision_file["selection"], self.results["cost"][vendor]
        amount = cost["quote" if covers_quote(self.decision_file["criteria"]) else "tco"]
        limits = {"target": about["budget_target"], "ceiling": about["budget_ceiling"]}
        return distance(amount, **limits, currency=self.currency)

    def _state(self, flip: Flip, falls: bool) -> str:
        """Where the number stands, how far away that is, and how well it is proven when that is weak."""
        if flip["kind"] == "price":
            return _("Now %(now)s, a cut of %(share)s.") if falls else _("Now %(now)s, a rise of %(share)s.")
        if flip["kind"] in ("score", "fact"):
            level = self.results["cells"][flip["criterion"]][flip["target"] or ""]["level"]
            if level in WEAK:
                return _("Now %(now)s, with evidence “%(level)s” only.") % {
                    "now": "%(now)s",
                    "level": level_name(level),
                }
        return _("Now %(now)s.")

    def _outcome(self, flip: Flip) -> str:
        if flip.get("need"):
            return _("The must-have would fail, and %(vendor)s would be first.")
        return _("%(vendor)s would be first.")

    def _amount(self, flip: Flip, value: float) -> str:
        if flip["kind"] == "price":
            return money_text(round(value), self.currency)
        if flip["kind"] == "fact":
            scale = self.criteria[flip["criterion"]].get("scale") or NO_SCALE
            places = scale["decimals"]
            places = places if round(value, places) == value else max(places, 1)
            return f"{rounded(value, places)} {pick(scale['unit'])[0]}".strip()
        return short(value)

    def stability(self, code: str) -> str:
        """From which weights of a category somebody else is first."""
        if is_flat_category(self.results, code):
            return _("every vendor has the same value here, so this weight decides nothing")
        found = self.results["stability"][code]
        below = _("below %(weight)s it is %(vendor)s")
        above = _("above %(weight)s it is %(vendor)s")
        parts = [
            sentence % {"weight": rounded(end, 2), "vendor": self.vendor(winner)}
            for end, winner, sentence in (
                (found["low"], found["low_winner"], below),
                (found["high"], found["high_winner"], above),
            )
            if winner
        ]
        return pgettext("clauses", ", ").join(parts) if parts else _("the same from 0 to 100")


def is_flat_category(results: Results, code: str) -> bool:
    """Whether every vendor that takes part has the same value in a category, so that its weight decides nothing."""
    values = [results["category_values"].get(code, {}).get(vendor) for vendor in results["vendors"]]
    known = [value for value in values if value is not None]
    return len(values) > 1 and len(known) == len(values) and len(set(settle(known).tolist())) == 1


def bar_text(bar: float) -> str:
    return f"{bar:g}%"


# By the kind of the conclusion, as `analysis.evaluation.conclusion` names it.
HEADLINES: dict[str, Callable[[Speaker, Conclusion], str]] = {
    "leads": Speaker._leads,
    "no_clear_winner": Speaker._no_clear_winner,
    "tie": Speaker._tie,
    "single": Speaker._single,
    "none": Speaker._none,
    "incomplete": Speaker._incomplete,
}
