"""Which keys does each part of the format have, with which shapes and defaults?"""

from typing import Any

from analysis.decision_file.shapes import (
    CODE_LINE,
    NAME,
    REQUIRED,
    SHORT_TEXT,
    TEXT,
    Date,
    Decimal,
    Flag,
    Integer,
    Items,
    Line,
    Maybe,
    Record,
    Shape,
    Table,
    Variants,
    Word,
)
from analysis.decision_file.vocabulary import (
    BANDS,
    BASES,
    COST_ITEMS,
    CURVES,
    DEPARTMENTS,
    DEPTHS,
    DIMENSIONS,
    FORMAT,
    FULL_WEIGHT,
    HAND_LEVELS,
    LEVELS,
    MOSCOW,
    MOST_YEARS,
    OPERATORS,
    RESULTS,
    ROLES,
    STATES,
    TIMINGS,
    TOP_SCORE,
)

EMPTY: dict[str, Any] = {}
CODES = Items(CODE_LINE)
MONEY = Integer(0, 10**15)
COUNT = Maybe(Integer(0, 10**9))
WEIGHT = Integer(0, FULL_WEIGHT)
LEVEL = Word(HAND_LEVELS)
SOURCE = (Line(2000), "")
EVIDENCE_SD = {
    "none": "1.6",
    "claimed": "1.6",
    "documented": "1.1",
    "demonstrated": "0.7",
    "reference": "0.5",
    "poc": "0.35",
}


def _default(shape: Shape, value: Any) -> tuple[Shape, Any]:
    return shape, value


def _needed(shape: Shape) -> tuple[Shape, Any]:
    return shape, REQUIRED


SELECTION = Record(
    {
        "code": _needed(CODE_LINE),
        "name": _needed(NAME),
        "organisation": _default(SHORT_TEXT, EMPTY),
        "industry": _default(Line(40), ""),
        "currency": _default(Line(3, r"^[A-Z]{3}$"), "CNY"),
        "zone": _default(Line(60, r"^[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*$"), "Asia/Shanghai"),
        "tax_included": _default(Flag(), True),
        "daily_enquiries": _default(COUNT, None),
        "seats_now": _default(COUNT, None),
        "seats_3y": _default(COUNT, None),
        "seats_5y": _default(COUNT, None),
        "budget_ceiling": _default(Maybe(MONEY), None),
        "budget_target": _default(Maybe(MONEY), None),
        "decision_date": _default(Maybe(Date()), None),
        "summary": _default(TEXT, EMPTY),
    }
)
TEMPLATE = Record(
    {
        "key": _needed(CODE_LINE),
        "version": _needed(Integer(1, 10**6)),
        "depth": _needed(Word(DEPTHS)),
        "name": _default(SHORT_TEXT, EMPTY),
    }
)
OPTIONS = Record(
    {
        "seed": _needed(Integer()),
        "bar": _default(Decimal("0", "100", places=2), "70"),
        "lead": _default(Decimal("0", "100", places=2), "2"),
        "candidate": _default(Decimal("0", "100", places=2), "15"),
        "discount_rate": _default(Decimal("0", "100", places=2), "0"),
        "horizon": _default(Integer(1, MOST_YEARS), 5),
        "scenario": _default(CODE_LINE, "base"),
        "timing": _default(Word(TIMINGS), "end"),
        "sealed_prices": _default(Flag(), True),
        "concentration": _default(Integer(1, 10**6), 50),
        "samples": _default(Integer(1, 64), 16),
        "evidence_sd": _default(Record({key: (Decimal("0", "10"), EVIDENCE_SD[key]) for key in LEVELS}), EMPTY),
    }
)
PERSON = Record(
    {
        "key": _needed(CODE_LINE),
        "name": _needed(NAME),
        "department": _default(Word(DEPARTMENTS), "other"),
        "title": _default(SHORT_TEXT, EMPTY),
        "roles": _default(Items(Word(ROLES)), []),
        "assignments": _default(CODES, []),
    }
)
RULE = Record(
    {
        "criterion": _needed(CODE_LINE),
        "op": _needed(Word(OPERATORS)),
        "value": _needed(Decimal()),
    }
)
JUDGEMENT = Record(
    {
        "vendor": _needed(CODE_LINE),
        "state": _needed(Word(STATES)),
        "note": _default(Line(), ""),
    }
)
NEED = Record(
    {
        "code": _needed(CODE_LINE),
        "text": _needed(TEXT),
        "moscow": _needed(Word(MOSCOW)),
        "criteria": _default(CODES, []),
        "source": _default(TEXT, EMPTY),
        "rule": _default(Maybe(RULE), None),
        "judgements": _default(Items(JUDGEMENT), []),
    }
)
CATEGORY = Record(
    {
        "code": _needed(CODE_LINE),
        "parent": _default(Maybe(CODE_LINE), None),
        "kind": _needed(Word(("category",))),
        "name": _needed(NAME),
        "weight": _needed(WEIGHT),
        "template_weight": _default(Maybe(WEIGHT), None),
    }
)
SCALE = Record(
    {
        "unit": _default(SHORT_TEXT, EMPTY),
        "decimals": _default(Integer(0, 6), 0),
        "min": _default(Maybe(Decimal()), None),
        "max": _default(Maybe(Decimal()), None),
    }
)
VALUE_FUNCTION = Record(
    {
        "type": _needed(Word(CURVES)),
        "points": _needed(Items(Items(Decimal(), 2))),
    }
)
ANCHORS = Record(dict.fromkeys(BANDS, (TEXT, EMPTY)))


def _leaf(kind: str) -> Record:
    return Record(
        {
            "code": _needed(CODE_LINE),
            "parent": _needed(CODE_LINE),
            "kind": _needed(Word((kind,))),
            "name": _needed(NAME),
            "question": _default(TEXT, EMPTY),
            "heading": _default(Line(40), ""),
            "dimension": _needed(Word(DIMENSIONS)),
            "weight": _needed(WEIGHT),
            "template_weight": _default(Maybe(WEIGHT), None),
            "scale": _default(Maybe(SCALE), None),
            "value_function": _default(Maybe(VALUE_FUNCTION), None),
            "basis": _default(Word(BASES), ""),
            "anchors": _default(Maybe(ANCHORS), None),
            "source": SOURCE,
        }
    )


LINE = Record(
    {
        "code": _needed(CODE_LINE),
        "parent": _needed(CODE_LINE),
        "kind": _needed(Word(("line",))),
        "name": _needed(NAME),
        "cost_items": _default(Items(Word(COST_ITEMS)), []),
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
HEADING = Record({"code": _needed(CODE_LINE), "category": _needed(CODE_LINE), "name": _needed(NAME)})
FACT = Record(
    {
        "criterion": _needed(CODE_LINE),
        "value": _needed(Decimal()),
        "level": _default(LEVEL, "none"),
        "source": SOURCE,
    }
)
CLAIM = Record(
    {
        "criterion": _default(Maybe(CODE_LINE), None),
        "text": _default(Line(), ""),
        "source": SOURCE,
    }
)
EVIDENCE = Record(
    {
        "criterion": _default(Maybe(CODE_LINE), None),
        "level": _default(LEVEL, "none"),
        "title": _default(Line(2000), ""),
        "source": SOURCE,
    }
)
COST = Record(
    {
        "item": _needed(Word(COST_ITEMS)),
        "label": _default(SHORT_TEXT, EMPTY),
        "quoted": _needed(Flag()),
        "scenario": _needed(CODE_LINE),
        "year": _needed(Integer(0, 10**4)),
        "amount": _needed(MONEY),
    }
)
SEAT_PRICE = Record(
    {
        "item": _needed(Word(COST_ITEMS)),
        "label": _default(SHORT_TEXT, EMPTY),
        "quoted": _needed(Flag()),
        "price": _needed(MONEY),
        "minimum": _default(Integer(0, 10**7), 0),
    }
)
VENDOR = Record(
    {
        "code": _needed(CODE_LINE),
        "name": _needed(NAME),
        "kind": _default(SHORT_TEXT, EMPTY),
        "withdrawn": _default(Line(2000), ""),
        "facts": _default(Items(FACT), []),
        "claims": _default(Items(CLAIM), []),
        "evidence": _default(Items(EVIDENCE), []),
        "costs": _default(Items(COST), []),
        "seat_prices": _default(Items(SEAT_PRICE), []),
    }
)
SCORE = Record(
    {
        "person": _needed(CODE_LINE),
        "criterion": _needed(CODE_LINE),
        "vendor": _needed(CODE_LINE),
        "score": _needed(Maybe(Integer(0, TOP_SCORE))),
        "level": _default(LEVEL, "none"),
        "rationale": _default(Line(), ""),
    }
)
ROUND = Record({"number": _needed(Integer(1, 99)), "scores": _default(Items(SCORE), [])})
CONSENSUS = Record(
    {
        "criterion": _needed(CODE_LINE),
        "vendor": _needed(CODE_LINE),
        "value": _needed(Decimal("0", str(TOP_SCORE))),
        "reason": _default(Line(), ""),
    }
)
RESULT = Record(
    {
        "vendor": _needed(CODE_LINE),
        "result": _needed(Word(RESULTS)),
        "value": _default(Maybe(Decimal()), None),
        "note": _default(TEXT, EMPTY),
    }
)
TRIAL = Record(
    {
        "code": _needed(CODE_LINE),
        "group": _default(SHORT_TEXT, EMPTY),
        "name": _needed(NAME),
        "pass_line": _default(TEXT, EMPTY),
        "criteria": _default(CODES, []),
        "measures": _default(Maybe(CODE_LINE), None),
        "results": _default(Items(RESULT), []),
    }
)
POC = Record(
    {
        "start": _default(Maybe(Date()), None),
        "end": _default(Maybe(Date()), None),
        "scenarios": _default(Items(TRIAL), []),
    }
)
DOCUMENT = Record(
    {
        "format": _needed(Word((FORMAT,))),
        "selection": _needed(SELECTION),
        "template": _default(Maybe(TEMPLATE), None),
        "options": _needed(OPTIONS),
        "people": _default(Items(PERSON), []),
        "needs": _default(Items(NEED), []),
        "criteria": _default(Items(CRITERION), []),
        "headings": _default(Items(HEADING), []),
        "vendors": _default(Items(VENDOR), []),
        "seat_plan": _default(Table(Items(Integer(0, 10**7))), EMPTY),
        "scenarios": _default(CODES, ["base"]),
        "rounds": _default(Items(ROUND), []),
        "consensus": _default(Items(CONSENSUS), []),
        "poc": _default(POC, EMPTY),
    }
)
