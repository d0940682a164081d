"""Which tables do needs, vendors, facts and costs make for who takes them along?"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from selection.formats import in_full, level_name
from selection.languages import text_of
from selection.models import Member, MoSCoW, Requirement, Selection
from tables.writing import Cell, Sheet, muted
from vendors import costing, screening
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import year_name, years_of
from vendors.facts import measured, official_facts
from vendors.models import CostItem, Fact, Judgement, Origin, SeatPrice, Vendor
from vendors.needs import listed
from vendors.registry import NO_REASON, active
from vendors.shortlist import Shortlisted, counted, shortlist
from vendors.visibility import may_see_prices


def titled(vendor: Vendor) -> str:
    """The letter and the name, as the head of a column has them."""
    return f"{vendor.code} {text_of(vendor, 'name')}"


def needs_sheet(selection: Selection) -> Sheet:
    """Every need, the must-haves first; of these what each vendor's state is and why."""
    vendors, states = list(active(selection)), screening.states(selection)
    found = Judgement.objects.filter(requirement__selection=selection)
    notes = {(judgement.requirement_id, judgement.vendor_id): judgement.note for judgement in found}
    claimed = screening.claimed_only(selection)
    order = [str(kind) for kind in MoSCoW]
    needs = sorted(listed(selection), key=lambda need: order.index(need.moscow))
    head = [_("Code"), _("Need"), _("Priority"), _("Requested by"), _("Answered by"), _("Rule")]

    def state(need: Requirement, vendor: Vendor) -> str | None:
        if need.moscow != MoSCoW.MUST:
            return None
        key = need.pk, vendor.pk
        said = [str(screening.STATE_NAMES[Judgement.State(states[key])])]
        said += [_("on nothing but a claim")] if key in claimed else []
        # Where a rule decides, a note from before it says nothing any more.
        said += [] if hasattr(need, "rule") else [notes.get(key, "")]
        return " – ".join(filter(None, said))

    rows = [[*_need(need), *(state(need, vendor) for vendor in vendors)] for need in needs]
    return Sheet(_("Needs"), [*head, *map(titled, vendors)], rows, fixed=2)


def _need(need: Requirement) -> list[Cell]:
    rule = getattr(need, "rule", None)
    decides = f"{text_of(rule.criterion, 'name')} {screening.rule_text(rule)}" if rule else None
    linked = [text_of(row, "name") for row in need.criteria.all() if not rule or row.pk != rule.criterion_id]
    source = text_of(need, "source")
    answered = pgettext("list", ", ").join(linked)
    kind = str(MoSCoW(need.moscow).label)
    return [need.code, text_of(need, "text"), kind, source or None, answered or None, decides]


def vendors_sheet(member: Member) -> Sheet:
    """The list, with who has withdrawn below, in grey."""
    found, sees_prices = list(counted(member.selection)), may_see_prices(member)
    listed_ones = [row for row in found if not row.withdrawn]
    head = [_("Code"), _("Vendor"), _("Kind"), _("Must-haves"), _("Facts"), _("Claims"), _("Evidence")]
    if sees_prices:
        head += [_("Cost lines"), _("Total cost (%(currency)s)") % {"currency": member.selection.currency}]
    rows = [_vendor(row, sees_prices=sees_prices) for row in shortlist(listed_ones, member)]
    gone = [_left(row) for row in found if row.withdrawn]
    return Sheet(_("Vendors"), head, [*rows, *gone], fixed=2)


def _left(vendor: Vendor) -> list[Cell]:
    why = "" if vendor.withdrawn == NO_REASON else vendor.withdrawn
    said = " – ".join(filter(None, [_("Withdrawn"), why]))
    return muted([*_called(vendor), said])


def _called(vendor: Vendor) -> list[Cell]:
    return [vendor.code, text_of(vendor, "name"), text_of(vendor, "kind") or None]


def _vendor(row: Shortlisted, *, sees_prices: bool) -> list[Cell]:
    vendor = row.vendor
    lines, total = row.cost or (0, None)
    return [
        *_called(vendor),
        str(screening.OVERALL_NAMES[Judgement.State(row.state)]) if row.state else None,
        Decimal(row.facts),
        Decimal(vendor.claim_count),
        Decimal(vendor.evidence_count),
        *([Decimal(lines), in_full(total)] if sees_prices else []),
    ]


def facts_sheet(selection: Selection) -> Sheet:
    """Measured criteria by vendors: the value that counts, how well it is proven and where it comes from."""
    vendors, official = list(active(selection)), official_facts(selection)
    head = [_("Code"), _("Category"), _("Criterion"), _("Unit")]
    evidence, source = _("Evidence"), _("Source")
    for vendor in vendors:
        head += [titled(vendor), f"{vendor.code} {evidence}", f"{vendor.code} {source}"]
    rows: list[list[Cell]] = [
        [
            leaf.code,
            text_of(leaf.parent, "name") if leaf.parent else None,
            text_of(leaf, "name"),
            text_of(leaf, "unit") or None,
            *(cell for vendor in vendors for cell in _fact(official.get((leaf.pk, vendor.pk)))),
        ]
        for leaf in measured(selection)
    ]
    return Sheet(_("Facts"), head, rows, fixed=3)


def facts_to_fill_in(selection: Selection) -> Sheet:
    """An empty table as a pasted block of facts is read."""
    head = [_("Code"), _("Criterion"), _("Unit"), *map(titled, active(selection))]
    rows = [[leaf.code, text_of(leaf, "name"), text_of(leaf, "unit") or None] for leaf in measured(selection)]
    return Sheet(_("Facts"), head, rows, fixed=3)


def costs_to_fill_in(selection: Selection, vendors: Sequence[Vendor], *, has_letters: bool) -> Sheet:
    """An empty table as a pasted block of costs is read; a row that stays empty is no cost."""
    years = [name for _year, name in years_of(selection)]
    head = [_("Cost item"), _("label"), _("in the quote"), *years]
    items = [f"{code} {name}" for code, name in CostItem.choices]
    if has_letters:
        rows: list[list[Cell]] = [[titled(vendor), item] for vendor in vendors for item in items]
        return Sheet(_("Cost lines"), [_("Vendor"), *head], rows, fixed=2)
    return Sheet(titled(vendors[0]), head, [[item] for item in items], fixed=1)


def _fact(fact: Fact | None) -> tuple[Cell, Cell, Cell]:
    if fact is None:
        return None, None, None
    source = _("from the POC") if fact.origin == Origin.POC else fact.source
    return Decimal(fact.value), level_name(fact.level), source or None


def costs_sheet(selection: Selection) -> Sheet:
    """Every cost of every vendor through the years, in whole units of the currency, then the prices per seat."""
    entered = costing.books(selection)
    years = range(selection.horizon + 1)
    money = {"currency": selection.currency}
    head = [_("Vendor"), pgettext("growth of seats", "Scenario"), _("Cost item"), _("Cost"), _("In the quote")]
    head += [f"{year_name(selection, year)} ({selection.currency})" for year in years]
    head += [_("Total (%(currency)s)") % money, _("A seat and month (%(currency)s)") % money, _("Minimum seats")]
    names = {vendor.pk: titled(vendor) for vendor in entered.vendors}
    rows = [
        _series(line, names[pk], years)
        for pk in names
        for code in costing.scenarios(selection)
        for line in entered.series
        if (line.vendor_id, line.scenario) == (pk, code)
    ]
    rows += [_price(price, names[pk], len(years)) for pk in names for price in entered.prices if price.vendor_id == pk]
    return Sheet(_("Cost lines"), head, rows, fixed=4)


def _series(line: costing.Series, vendor: str, years: range) -> list[Cell]:
    quoted = _("quoted") if line.is_quoted else _("outside the quote")
    amounts = [in_full(line.amounts.get(year)) for year in years]
    return [vendor, scenario_name(line.scenario), line.item, line.name, quoted, *amounts, in_full(line.total)]


def _price(price: SeatPrice, vendor: str, years: int) -> list[Cell]:
    name = text_of(price, "label") or str(CostItem(price.item).label)
    quoted = _("quoted") if price.is_quoted else _("outside the quote")
    return [vendor, None, price.item, name, quoted, *[None] * (years + 1), in_full(price.price), Decimal(price.minimum)]
