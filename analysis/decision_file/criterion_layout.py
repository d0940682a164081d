"""Which keys do the criteria of a decision file have?"""

from analysis.decision_file.scalars import CODE_LINE, DecimalNumber, Integer, String, Word
from analysis.decision_file.shapes import NAME, SHORT_TEXT, TEXT, Items, Maybe, Record, Variants, defaulted, needed
from analysis.decision_file.vocabulary import BANDS, BASES, COST_ITEMS, CURVES, DIMENSIONS, FULL_WEIGHT

WEIGHT = Integer(0, FULL_WEIGHT)

CATEGORY = Record(
    {
        "code": needed(CODE_LINE),
        "parent": defaulted(Maybe(CODE_LINE), None),
        "kind": needed(Word(("category",))),
        "name": needed(NAME),
        "weight": needed(WEIGHT),
        "template_weight": defaulted(Maybe(WEIGHT), None),
    }
)
SCALE = Record(
    {
        "unit": defaulted(SHORT_TEXT, {}),
        "decimals": defaulted(Integer(0, 6), 0),
        "min": defaulted(Maybe(DecimalNumber()), None),
        "max": defaulted(Maybe(DecimalNumber()), None),
    }
)
VALUE_FUNCTION = Record(
    {
        "type": needed(Word(CURVES)),
        "points": needed(Items(Items(DecimalNumber(), 2))),
    }
)
ANCHORS = Record(dict.fromkeys(BANDS, (TEXT, {})))


def _leaf(kind: str) -> Record:
    return Record(
        {
            "code": needed(CODE_LINE),
            "parent": needed(CODE_LINE),
            "kind": needed(Word((kind,))),
            "name": needed(NAME),
            "question": defaulted(TEXT, {}),
            "heading": defaulted(String(40), ""),
            "dimension": needed(Word(DIMENSIONS)),
            "weight": needed(WEIGHT),
            "template_weight": defaulted(Maybe(WEIGHT), None),
            "scale": defaulted(Maybe(SCALE), None),
            "value_function": defaulted(Maybe(VALUE_FUNCTION), None),
            "basis": defaulted(Word(BASES), ""),
            "anchors": defaulted(Maybe(ANCHORS), None),
            "source": defaulted(String(2000), ""),
        }
    )


LINE = Record(
    {
        "code": needed(CODE_LINE),
        "parent": needed(CODE_LINE),
        "kind": needed(Word(("line",))),
        "name": needed(NAME),
        "cost_items": defaulted(Items(Word(COST_ITEMS)), []),
    }
)
CRITERION = Variants(
    "kind",
    {
        "category": CATEGORY,
        "rated": _leaf("rated"),
        "measured": _leaf("measured"),
        "price": _leaf("price"),
        "line": LINE,
    },
)
HEADING = Record({"code": needed(CODE_LINE), "category": needed(CODE_LINE), "name": needed(NAME)})
