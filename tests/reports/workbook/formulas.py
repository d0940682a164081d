"""What does a formula of the workbook come to? As much of Excel as the product uses, computed anew from the cells."""

import math
import re

from openpyxl.utils import coordinate_to_tuple

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?)|"(?P<text>[^"]*)"|'(?P<sheet>(?:[^']|'')+)'!(?P<first>\$?[A-Z]+\$?\d+)"""
    r"""(?::(?P<last>\$?[A-Z]+\$?\d+))?|(?P<name>[A-Z]+)|(?P<sign><=|>=|<>|[-+*/^=<>(),]))"""
)
COMPARED = ("=", "<>", "<", ">", "<=", ">=")


class Computed:
    """The cells of a workbook; what a formula holds is computed when it is first asked for."""

    def __init__(self, book):
        self.book, self.known = book, {}

    def cell(self, sheet, row, column):
        key = sheet, row, column
        if key not in self.known:
            content = self.book[sheet].cell(row, column).value
            is_formula = isinstance(content, str) and content.startswith("=")
            self.known[key] = _Formula(self, content[1:]).result() if is_formula else content
        return self.known[key]


class _Formula:
    def __init__(self, cells, text):
        self.cells, self.tokens = cells, list(TOKEN.finditer(text))
        assert "".join(token.group() for token in self.tokens) == text, text
        self.at = 0

    def result(self):
        found = self.comparison()
        assert self.at == len(self.tokens)
        return found

    def sign(self, *wanted):
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]["sign"]
        return None

    def comparison(self):
        left = self.sum()
        sign = self.sign(*COMPARED)
        if not sign:
            return left
        right = self.sum()
        if sign in ("=", "<>"):
            same = ("" if left is None else left) == ("" if right is None else right)
            return same == (sign == "=")
        if isinstance(left, str) or isinstance(right, str):
            return None
        left, right = left or 0, right or 0
        return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]

    def sum(self):
        found = self.product()
        while sign := self.sign("+", "-"):
            found = _both(found, self.product(), sign)
        return found

    def product(self):
        found = self.power()
        while sign := self.sign("*", "/"):
            found = _both(found, self.power(), sign)
        return found

    def power(self):
        found = self.atom()
        while self.sign("^"):
            found = _both(found, self.atom(), "^")
        return found

    def atom(self):
        if self.sign("-"):
            return _both(0, self.atom(), "-")
        if self.sign("("):
            found = self.comparison()
            assert self.sign(")")
            return found
        token = self.tokens[self.at]
        self.at += 1
        if token["number"]:
            return float(token["number"])
        if token["text"] is not None:
            return token["text"]
        if token["sheet"]:
            return self.stretch(token)
        return self.function(token["name"])

    def stretch(self, token):
        sheet = token["sheet"].replace("''", "'")
        top, left = coordinate_to_tuple(token["first"].replace("$", ""))
        if not token["last"]:
            return self.cells.cell(sheet, top, left)
        bottom, right = coordinate_to_tuple(token["last"].replace("$", ""))
        return [
            self.cells.cell(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        ]

    def function(self, name):
        if name == "FALSE":
            return False
        assert self.sign("(")
        given = [self.comparison()]
        while self.sign(","):
            given.append(self.comparison())
        assert self.sign(")")
        return FUNCTIONS[name](*given)


def _both(left, right, sign):
    """Nothing counts as 0; what a text would give is an error, which only the branch not taken may hold."""
    if isinstance(left, str) or isinstance(right, str):
        return math.nan
    a, b = float(left or 0), float(right or 0)
    if sign == "^":
        return a**b
    if sign == "/":
        return a / b if b else math.nan
    return {"+": a + b, "-": a - b, "*": a * b}[sign]


def _numbers(found):
    return [one for one in found if isinstance(one, int | float) and not isinstance(one, bool)]


def _sum_ifs(sums, *pairs):
    kept = zip(sums, *pairs[::2], strict=True)
    return sum(row[0] or 0 for row in kept if list(row[1:]) == list(pairs[1::2]))


def _log(number):
    return math.log(number) if isinstance(number, int | float) and number > 0 else math.nan


FUNCTIONS = {
    "IF": lambda asked, yes, no: yes if asked else no,
    "COUNT": lambda found: len(_numbers(found)),
    "AVERAGE": lambda found: math.fsum(_numbers(found)) / len(_numbers(found)) if _numbers(found) else math.nan,
    "SUM": lambda found: math.fsum(_numbers(found)),
    "SUMPRODUCT": lambda a, b: math.fsum((x or 0) * (y or 0) for x, y in zip(a, b, strict=True)),
    "SUMIFS": _sum_ifs,
    "ABS": lambda number: abs(number) if isinstance(number, int | float) else math.nan,
    "LN": _log,
    "MIN": lambda *found: min(_numbers(found)) if _numbers(found) else 0.0,
    "MAX": lambda *found: max(_numbers(found)) if _numbers(found) else 0.0,
}
