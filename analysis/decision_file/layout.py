"""Which keys does each part of the format have, with which shapes and defaults?"""

from typing import Any

from analysis.decision_file.criterion_layout import CRITERION, HEADING
from analysis.decision_file.scalars import CODE_LINE, Date, DecimalNumber, Flag, Integer, String, Word
from analysis.decision_file.shapes import (
    NAME,
    SHORT_TEXT,
    TEXT,
    Items,
    Maybe,
    Record,
    Table,
    defaulted,
    needed,
    omitted,
)
from analysis.decision_file.vocabulary import (
    COST_ITEMS,
    DEPARTMENTS,
    DEPTHS,
    FIRST_FORMAT,
    FORMAT,
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
MONEY = Integer(0, 10**15)  # below 2**53: a float holds it to the cent
SEATS = Integer(0, 10**7)
COUNT = Maybe(Integer(0, 10**9))
LEVEL = Word(HAND_LEVELS)
SOURCE = (String(2000), "")
YEAR = Integer(1, 10_000)
EVIDENCE_SD = {
    "none": "1.6",
    "claimed": "1.6",
    "documented": "1.1",
    "demonstrated": "0.7",
    "reference": "0.5",
    "poc": "0.35",
}


SELECTION = Record(
    {
        "code": needed(CODE_LINE),
        "name": needed(NAME),
        "organisation": defaulted(SHORT_TEXT, EMPTY),
        "industry": defaulted(String(40), ""),
        "currency": defaulted(String(3, r"^[A-Z]{3}$"), "CNY"),
        "zone": defaulted(String(60, r"^[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*$"), "Asia/Shanghai"),
        "tax_included": defaulted(Flag(), True),
        "daily_enquiries": defaulted(COUNT, None),
        "seats_now": defaulted(COUNT, None),
        "seats_3y": defaulted(COUNT, None),
        "seats_5y": defaulted(COUNT, None),
        "budget_ceiling": defaulted(Maybe(MONEY), None),
        "budget_target": defaulted(Maybe(MONEY), None),
        "decision_date": defaulted(Maybe(Date()), None),
        "summary": defaulted(TEXT, EMPTY),
    }
)
TEMPLATE = Record(
    {
        "key": needed(CODE_LINE),
        "version": needed(Integer(1, 10**6)),
        "depth": needed(Word(DEPTHS)),
        "name": defaulted(SHORT_TEXT, EMPTY),
    }
)
OPTIONS = Record(
    {
        "seed": needed(Integer()),
        "bar": defaulted(DecimalNumber("0", "100", places=2), "70"),
        "lead": defaulted(DecimalNumber("0", "100", places=2), "2"),
        "candidate": defaulted(DecimalNumber("0", "100", places=2), "15"),
        "discount_rate": defaulted(DecimalNumber("0", "100", places=2), "0"),
        "horizon": defaulted(Integer(1, MOST_YEARS), 5),
        "scenario": defaulted(CODE_LINE, "base"),
        "timing": defaulted(Word(TIMINGS), "end"),
        "sealed_prices": defaulted(Flag(), True),
        "concentration": defaulted(Integer(1, 10**6), 50),
        "samples": defaulted(Integer(1, 64), 16),
        "evidence_sd": defaulted(Record({key: (DecimalNumber("0", "10"), EVIDENCE_SD[key]) for key in LEVELS}), EMPTY),
    }
)
PERSON = Record(
    {
        "key": needed(CODE_LINE),
        "name": needed(NAME),
        "department": defaulted(Word(DEPARTMENTS), "other"),
        "title": defaulted(SHORT_TEXT, EMPTY),
        "roles": defaulted(Items(Word(ROLES)), []),
        "assignments": defaulted(CODES, []),
    }
)
RULE = Record(
    {
        "criterion": needed(CODE_LINE),
        "op": needed(Word(OPERATORS)),
        "value": needed(DecimalNumber()),
    }
)
JUDGEMENT = Record(
    {
        "vendor": needed(CODE_LINE),
        "state": needed(Word(STATES)),
        "note": defaulted(String(), ""),
    }
)
NEED = Record(
    {
        "code": needed(CODE_LINE),
        "text": needed(TEXT),
        "moscow": needed(Word(MOSCOW)),
        "criteria": defaulted(CODES, []),
        "source": defaulted(TEXT, EMPTY),
        "rule": defaulted(Maybe(RULE), None),
        "judgements": defaulted(Items(JUDGEMENT), []),
    }
)
FACT = Record(
    {
        "criterion": needed(CODE_LINE),
        "value": needed(DecimalNumber()),
        "level": defaulted(LEVEL, "none"),
        "source": SOURCE,
    }
)
CLAIM = Record(
    {
        "criterion": defaulted(Maybe(CODE_LINE), None),
        "text": defaulted(String(), ""),
        "source": SOURCE,
    }
)
EVIDENCE = Record(
    {
        "criterion": defaulted(Maybe(CODE_LINE), None),
        "level": defaulted(LEVEL, "none"),
        "title": defaulted(String(2000), ""),
        "source": SOURCE,
    }
)
COST = Record(
    {
        "item": needed(Word(COST_ITEMS)),
        "label": defaulted(SHORT_TEXT, EMPTY),
        "quoted": needed(Flag()),
        "scenario": needed(CODE_LINE),
        "year": needed(Integer(0, 10**4)),
        "amount": needed(MONEY),
    }
)
SEAT_PRICE = Record(
    {
        "item": needed(Word(COST_ITEMS)),
        "label": defaulted(SHORT_TEXT, EMPTY),
        "quoted": needed(Flag()),
        "price": needed(MONEY),
        "minimum": defaulted(SEATS, 0),
    }
)
VENDOR = Record(
    {
        "code": needed(CODE_LINE),
        "name": needed(NAME),
        "kind": defaulted(SHORT_TEXT, EMPTY),
        "withdrawn": defaulted(String(2000), ""),
        "facts": defaulted(Items(FACT), []),
        "claims": defaulted(Items(CLAIM), []),
        "evidence": defaulted(Items(EVIDENCE), []),
        "costs": defaulted(Items(COST), []),
        "seat_prices": defaulted(Items(SEAT_PRICE), []),
    }
)
SCORE = Record(
    {
        "person": needed(CODE_LINE),
        "criterion": needed(CODE_LINE),
        "vendor": needed(CODE_LINE),
        "score": needed(Maybe(Integer(0, TOP_SCORE))),
        "level": defaulted(LEVEL, "none"),
        "rationale": defaulted(String(), ""),
    }
)
ROUND = Record({"number": needed(Integer(1, 99)), "scores": defaulted(Items(SCORE), [])})
CONSENSUS = Record(
    {
        "criterion": needed(CODE_LINE),
        "vendor": needed(CODE_LINE),
        "value": needed(DecimalNumber("0", str(TOP_SCORE))),
        "reason": defaulted(String(), ""),
    }
)
RESULT = Record(
    {
        "vendor": needed(CODE_LINE),
        "result": needed(Word(RESULTS)),
        "value": defaulted(Maybe(DecimalNumber()), None),
        "note": defaulted(TEXT, EMPTY),
    }
)
TRIAL = Record(
    {
        "code": needed(CODE_LINE),
        "group": defaulted(SHORT_TEXT, EMPTY),
        "name": needed(NAME),
        "pass_line": defaulted(TEXT, EMPTY),
        "criteria": defaulted(CODES, []),
        "measures": defaulted(Maybe(CODE_LINE), None),
        "results": defaulted(Items(RESULT), []),
    }
)
POC = Record(
    {
        "start": defaulted(Maybe(Date()), None),
        "end": defaulted(Maybe(Date()), None),
        "scenarios": defaulted(Items(TRIAL), []),
    }
)
FIRST_DECISION_FILE = Record(
    {
        "format": needed(Word((FIRST_FORMAT,))),
        "selection": needed(SELECTION),
        "template": defaulted(Maybe(TEMPLATE), None),
        "options": needed(OPTIONS),
        "people": defaulted(Items(PERSON), []),
        "needs": defaulted(Items(NEED), []),
        "criteria": defaulted(Items(CRITERION), []),
        "headings": defaulted(Items(HEADING), []),
        "vendors": defaulted(Items(VENDOR), []),
        "seat_plan": defaulted(Table(Items(SEATS)), EMPTY),
        "scenarios": defaulted(CODES, ["base"]),
        "rounds": defaulted(Items(ROUND), []),
        "consensus": defaulted(Items(CONSENSUS), []),
        "poc": defaulted(POC, EMPTY),
    }
)
NOT_COUNTED = Record({"person": needed(CODE_LINE), "reason": needed(String())})
DECISION_FILE = Record(
    {
        **FIRST_DECISION_FILE.fields,
        "format": needed(Word((FORMAT,))),
        "selection": needed(Record({**SELECTION.fields, "first_cost_year": omitted(YEAR)})),
        "not_counted": omitted(Items(NOT_COUNTED)),
    }
)
EDITIONS = {FIRST_FORMAT: FIRST_DECISION_FILE, FORMAT: DECISION_FILE}
