"""Which phases does a selection pass, who moves it on by which verb, and what ends with each?

`.venv/bin/python manage.py shell -c "from scripts import phases; phases.write()"` writes the table of
docs/development.md from the rights table, the moves and the verbs that make them; a test fails when it is
out of date.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation

from scripts.measures import modules
from scripts.messages import ROOT
from selection.access import EVERYONE, LIGHT
from selection.models import Phase
from selection.phases import MOVES

PAGE = ROOT / "docs" / "development.md"
TABLE = re.compile(r"(?<=<!-- phases: written by scripts/phases.py -->\n\n).*?(?=\n\n)", re.DOTALL)
HEAD = "| phase | on the screen | ends by | who may | rights that end with it |\n| --- | --- | --- | --- | --- |"


@dataclass(frozen=True)
class Verb:
    """A function that moves a selection on, and the right that it asks for."""

    place: str
    to: str
    right: str


def verbs() -> Iterator[Verb]:
    for module in modules().values():
        for function in module.functions:
            calls = {_name(node): node for node in ast.walk(function) if isinstance(node, ast.Call)}
            if "move" in calls and len(calls["move"].args) == 2:
                phase = Phase[ast.unparse(calls["move"].args[1]).removeprefix("Phase.")]
                rights = [word.value for word in calls["held"].keywords if word.arg == "action"]
                place = f"{module.name.replace('.', '/')}.py: {function.name}"
                yield Verb(place, phase, ast.literal_eval(rights[0]))


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def table() -> str:
    found = {verb.to: verb for verb in verbs()}
    return "\n".join([HEAD, *(_row(phase, found) for phase in Phase)])


def _row(phase: Phase, found: dict[str, Verb]) -> str:
    onward = [found[to] for to in MOVES[phase] if to != Phase.CANCELLED]
    ends = "; ".join(f"`{verb.place}`" for verb in onward) or "–"
    who = "; ".join(f"`{verb.right}`: {', '.join(_holders(verb.right, phase))}" for verb in onward) or "–"
    lost = ", ".join(f"`{right}`" for right in LIGHT if _ends_with(right, phase)) or "–"
    return f"| `{phase.value}` | {_shown(phase)} | {ends} | {who} | {lost} |"


def _holders(right: str, phase: Phase) -> list[str]:
    return [role for role in EVERYONE if phase in LIGHT[right].get(role, ())]


def _ends_with(right: str, phase: Phase) -> bool:
    """Whether nobody, or fewer, hold the right in the next phase; that a selection is cancelled is no next one."""
    after = [to for to in MOVES[phase] if to != Phase.CANCELLED]
    return any(set(_holders(right, phase)) - set(_holders(right, Phase(to))) for to in after)


def _shown(phase: Phase) -> str:
    names = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            names.append(str(phase.label))
    return " · ".join(names)


def write() -> None:
    PAGE.write_text(TABLE.sub(lambda _found: table(), PAGE.read_text()))
