"""How does a row of a list say what a seat of one vendor costs a month?"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection.bringing.lists import Column, ListKind, Values
from selection.languages import language_of
from selection.models import Member, Selection
from selection.table_kinds import Key
from tables.heads import folded
from tables.mapping import meant_by_parts
from tables.numbers import Quantity
from vendors.costing.seats import record_seat_price
from vendors.models import CostItem, SeatPrice
from vendors.numbers import exact, minor_of, money_of, read_whole
from vendors.pasting.cost_heads import item_choices
from vendors.pasting.cost_names import HEADS, ROW_HEADS, is_quoted, known_items, vendor_names
from vendors.registry import active
from vendors.tables_out import titled

QUOTED, OUTSIDE = "quoted", "outside"
MOST_SEATS = 2**31 - 1  # PostgreSQL's integer
PRICE_HEADS = (
    *(
        "每坐席每月单价",
        "每席位每月单价",
        "单价",
        "席位单价",
        "坐席单价",
        "每席位每月",
        "每席每月",
        "月单价",
        "席位月费",
        "价格",
    ),
    *("price a seat and month", "a seat and month", "price per seat", "unit price", "price", "seat price"),
)
MINIMUM_HEADS = (
    *(
        "最低坐席数",
        "最低坐席",
        "最少坐席",
        "起订坐席",
        "最少付费席位",
        "最低席位",
        "最低席位数",
        "最少席位",
        "起订席位",
        "起订数",
        "起",
    ),
    *("minimum seats paid", "minimum seats", "minimum", "from", "seats from", "least seats"),
)
ASIDE_HEADS = ("序号", "编号", "币种", "单位", "no.", "no", "#", "currency", "unit")


def seat_prices_of(selection: Selection) -> ListKind:
    """The list with the vendors and the currency of this selection."""
    vendors = list(active(selection))
    choices = [(row.code, titled(row)) for row in vendors]
    letters = partial(_letter, {name: [one.code for one in ones] for name, ones in vendor_names(vendors).items()})
    where = [(QUOTED, gettext_lazy("In the quote")), (OUTSIDE, gettext_lazy("Outside the quote"))]
    seats = Quantity(minimum=Decimal(0), maximum=Decimal(MOST_SEATS), places=0)
    heads = (
        Column("vendor", gettext_lazy("Vendor"), ROW_HEADS["whose"], choices=choices, means=letters),
        Column("item", gettext_lazy("Cost item"), HEADS["item"], choices=item_choices(), means=_item),
        Column("label", gettext_lazy("Label"), HEADS["label"]),
        Column("where", gettext_lazy("in the quote"), HEADS["quoted"], choices=where, means=_where),
        Column(
            "price",
            gettext_lazy("Price a seat and month"),
            PRICE_HEADS,
            quantity=money_of(selection.currency, "one"),
        ),
        Column("minimum", gettext_lazy("Minimum seats paid"), MINIMUM_HEADS, quantity=seats),
    )
    return ListKind(
        table="seat_prices",
        columns=heads,
        asides=ASIDE_HEADS,
        needed=("price", "minimum"),
        lone="price",
        read=partial(_read, letters),
        key=_key,
        shown=partial(_shown, dict(choices)),
        heads=[column.label for column in heads],
        present=_present,
        write=_write,
        group="vendor",
    )


def _letter(known: Mapping[str, list[str]], word: str) -> str:
    found = dict.fromkeys(meant_by_parts(word, known))
    return next(iter(found)) if len(found) == 1 else ""


def _item(word: str) -> str:
    found = meant_by_parts(word, known_items())
    return found[0] if len(found) == 1 else ""


def _where(word: str) -> str:
    if word in (QUOTED, OUTSIDE):
        return word
    said = is_quoted(word)
    return "" if said is None else _place(said)


def _place(quoted: bool) -> str:
    return QUOTED if quoted else OUTSIDE


def _read(letters: Callable[[str], str], typed: Values) -> dict[str, str]:
    letter, item = letters(typed.get("vendor", "")), typed.get("item", "")
    if not letter:
        raise ValidationError({"vendor": _("No vendor on the list has this letter or name.")})
    if not typed.get("price"):
        raise ValidationError({"price": _("Nothing is written here: write a number, 0 where there is nothing.")})
    if item and not _item(item):
        raise ValidationError(
            {"item": _("No cost item has this code or name; choose one below, or leave the row out.")}
        )
    where = _where(typed.get("where", "")) or (QUOTED if not typed.get("where") else "")
    if not where:
        raise ValidationError({"where": _("Write “yes” for in the quote, “no” for outside it.")})
    return {
        "vendor": letter,
        "item": _item(item) or str(CostItem.K01),
        "label": typed.get("label", ""),
        "where": where,
        "price": str(_figure("price", lambda: minor_of(Decimal(typed["price"]), typed["price"]))),
        "minimum": str(_figure("minimum", lambda: read_whole(typed.get("minimum") or "0"))),
    }


def _figure(column: str, read: Callable[[], int]) -> int:
    try:
        return read()
    except ValidationError as error:
        raise ValidationError({column: error.messages}) from error


def _key(values: Values) -> str:
    return "|".join((values["vendor"], values["item"], folded(values["label"]), values["where"]))


def _shown(called: Mapping[str, str], values: Values) -> list[str]:
    item = f"{values['item']} {CostItem(values['item']).label}"
    where = _("In the quote") if values["where"] == QUOTED else _("Outside the quote")
    price = f"{Decimal(exact(int(values['price']), 'one')):,}"
    return [called[values["vendor"]], item, values["label"], where, price, values["minimum"]]


def _present(selection: Selection) -> dict[str, str]:
    """Under its label in either language; one without a label under none."""
    found: dict[str, str] = {}
    for row in SeatPrice.objects.filter(vendor__selection=selection).select_related("vendor"):
        labels = [label for label in (row.label_zh, row.label_en) if label] or [""]
        values = {"vendor": row.vendor.code, "item": row.item, "where": _place(row.is_quoted)}
        found |= {_key({**values, "label": label}): f"{row.vendor.code} {row.item} {label}".strip() for label in labels}
    return found


def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """In place of the price on record with the same vendor, item and label, in the quote or outside it."""
    vendor = active(selection).get(code=values["vendor"])
    is_in = values["where"] == QUOTED
    rows = vendor.seat_prices.filter(item=values["item"], is_quoted=is_in)
    wanted = folded(values["label"])
    same = [row for row in rows if wanted in {folded(row.label_zh), folded(row.label_en)} and _has_label(row, wanted)]
    if len(same) > 1:
        raise ValidationError(_("Several prices on record are called so. Give each its own label first."))
    labels = {"label_zh": "", "label_en": ""} | {f"label_{language_of(values['label'])}": values["label"]}
    if same:
        labels = {"label_zh": same[0].label_zh, "label_en": same[0].label_en}
    row = record_seat_price(
        vendor,
        item=values["item"],
        **labels,
        is_quoted=is_in,
        price=int(values["price"]),
        minimum=int(values["minimum"]),
        member=member,
        replaces=same[0] if same else None,
    )
    return (vendor.code, row.item, row.label_zh, row.label_en, values["where"])


def _has_label(row: SeatPrice, wanted: str) -> bool:
    """One with a label in one language is not called by having none in the other."""
    return bool(wanted) or not (row.label_zh or row.label_en)
