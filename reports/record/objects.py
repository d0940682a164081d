"""What was an event about, by the names that people know?"""

import re
from collections.abc import Callable, Iterator

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from criteria.events import AssignmentEvent, CriteriaEvent, TemplateEvent
from criteria.models import Criterion, Heading, Template
from poc.models import Scenario
from scoring.events import ScoringEvent
from selection.events import CommitteeEvent
from selection.languages import LANGUAGES, text_of
from selection.models import Event, Member, Requirement, Selection, User
from vendors.costing.scenarios import scenario_name
from vendors.events import NeedEvent
from vendors.models import CostItem, Vendor

Named = dict[str, str]
MOST_CHARACTERS = 40
# How the object of a kind is written, part by part; the first start that fits. "" is a word that says nothing.
SHAPES = {
    "scoring.score": ("round", "criterion", "vendor"),
    ScoringEvent.SHEET_LEFT_OUT: ("member",),
    "scoring.sheet": ("round", "member"),
    "scoring.marks": ("member",),
    "scoring.closing_time": ("",),
    "selection.member": ("member",),
    "selection.own_seat": ("member",),
    "selection.chair": ("member",),
    CommitteeEvent.PRICES_SEALED: ("",),
    "selection.prices": ("member",),
    "selection.erasure": ("", "event"),
    "selection.payload": ("", "event"),
    AssignmentEvent.ASSIGNED: ("member",),
    TemplateEvent.RETIRED: ("template",),
    TemplateEvent.RESTORED: ("template",),
    "criteria.template": ("template", "version"),
    CriteriaEvent.WEIGHTS_GIVEN: ("",),
    CriteriaEvent.WEIGHTS_RESTORED: ("",),
    "criteria.": ("criterion",),
    "vendors.need": ("", "need"),
    NeedEvent.MUST_JUDGED: ("", "need", "vendor"),
    "vendors.fact": ("", "criterion", "vendor"),
    "vendors.cost_line": ("", "vendor", "item", "growth"),
    "vendors.cost_parameters": ("",),
    "vendors.cost_table": ("",),
    "vendors.seat_plan": ("", ""),
    "vendors.seat_price": ("", "", "vendor", "item"),
    "vendors.": ("", "vendor"),
    "poc.scenario": ("scenario",),
    "poc.trial": ("", "scenario", "vendor"),
    "poc.": ("",),
    "run.": ("", "run"),
    "report.": ("", "run"),
    "selection.person": ("person",),
    "selection.profile": ("person",),
    "selection.password": ("person",),
    "selection.access_link": ("person",),
    "selection.installation": ("person",),
    "selection.signed": ("person",),
}
CODED = ("criterion", "vendor", "need", "scenario")


class Names:
    """The names of everything that events of one chain speak of; as many queries however many there are."""

    def __init__(self, selection: Selection | None) -> None:
        self.code = selection.code if selection else ""
        self.known: dict[str, Named] = dict(_of_selection(selection) if selection else _of_the_site())

    def of(self, event: Event) -> str:
        """The object of an event; as it was kept where its form is not the usual one."""
        shape = next((SHAPES[start] for start in SHAPES if event.type.startswith(start)), ())
        parts = re.split("[ /]", event.object)
        if len(parts) == len(shape):
            return " · ".join(filter(None, map(self._part, shape, parts)))
        return "" if event.object == self.code else event.object

    def _part(self, kind: str, code: str) -> str:
        if kind in SAID:
            return SAID[kind](code)
        name = self.known.get(kind, {}).get(code, "")
        return f"{code} {name}".strip() if kind in CODED else name or code * bool(kind)

    def matching(self, wanted: str) -> list[str]:
        """The codes of everything whose name contains these words."""
        words = wanted.casefold()
        return [code for named in self.known.values() for code, name in named.items() if words in name.casefold()]


SAID: dict[str, Callable[[str], str]] = {
    "": lambda _word: "",
    "version": lambda version: version,
    "round": lambda number: _("round %(number)s") % {"number": number},
    "event": lambda number: _("event %(number)s") % {"number": number},
    "run": lambda number: _("snapshot %(number)s") % {"number": number},
    "item": lambda code: f"{code} {dict(CostItem.choices).get(code, '')}".strip(),
    "growth": lambda code: str(scenario_name(code)),
}


def about(wanted: str, names: Names) -> Q:
    """Events about something whose name contains these words, or whose code begins with them."""
    codes = [re.escape(code) for code in names.matching(wanted)]
    # A code ends there: R-1 is not R-10.
    whole = f"({'|'.join(codes)})($|[ /])|" if codes else ""
    return Q(object__iregex=f"(^|[ /])({whole}{re.escape(wanted)})")


def _of_selection(selection: Selection) -> Iterator[tuple[str, Named]]:
    leaves: list[Criterion | Heading] = list(Criterion.objects.filter(selection=selection))
    leaves += Heading.objects.filter(selection=selection)
    yield "criterion", {row.code: text_of(row, "name") for row in leaves}
    yield "vendor", {row.code: text_of(row, "name") for row in Vendor.objects.filter(selection=selection)}
    people = Member.objects.filter(selection=selection).select_related("user")
    yield "member", {row.key: row.display_name for row in people}
    needs = Requirement.objects.filter(selection=selection)
    yield "need", {row.code: Truncator(text_of(row, "text")).chars(MOST_CHARACTERS) for row in needs}
    yield "scenario", {row.code: text_of(row, "name") for row in Scenario.objects.filter(selection=selection)}


def _of_the_site() -> Iterator[tuple[str, Named]]:
    people = User.objects.only("username", *(f"name_{language}" for language in LANGUAGES))
    yield "person", {row.username: row.display_name for row in people}
    yield "template", {row.key: text_of(row, "name") for row in Template.objects.all()}
