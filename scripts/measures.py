"""How is the code set out: lines, folders, imports, types, comments, tests?

Run as `.venv/bin/python -m scripts.measures`: prints the table of docs/development.md. With `comments` it
prints ten comments drawn at random instead, for whoever wants to know what such a number is made of.
"""

import ast
import gc
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from statistics import median, quantiles

from scripts.messages import APPS, ROOT

WIDEST = 120
MOST_PLACES = 3  # arguments that one can tell by their place
NO_COMMENT = re.compile(r"# (noqa|type: ignore|fmt:|pragma)|# .* -{3,}$")  # headings say nothing of why either
COMMENT = re.compile(r"(?:^\s*|  )# ?(.*)$")


@dataclass(frozen=True)
class Module:
    """One file of Python, read once."""

    name: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    @property
    def nested_conditionals(self) -> int:
        """Conditional expressions with another one inside."""
        outer = (node for node in self.nodes if isinstance(node, ast.IfExp))
        return sum(any(isinstance(inner, ast.IfExp) for inner in ast.walk(node) if inner is not node) for node in outer)

    @property
    def functions_of_many_places(self) -> int:
        given = ([*node.args.posonlyargs, *node.args.args] for node in self.functions)
        return sum(len([one for one in own if one.arg not in {"self", "cls"}]) > MOST_PLACES for own in given)

    @property
    def arguments(self) -> Iterator[ast.arg]:
        return (node for node in self.nodes if isinstance(node, ast.arg))

    @property
    def comments(self) -> Iterator[str]:
        """What stands behind a `#` that is in no text and speaks to people."""
        texts = [
            ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
            for node in self.nodes
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        ]
        for number, line in enumerate(self.text.splitlines(), start=1):
            found = COMMENT.search(line)
            if found and not NO_COMMENT.search(line):
                place = (number, len(line[: found.start(1)].encode()))
                if not any(start <= place < end for start, end in texts):
                    yield found.group(1)


@cache
def modules() -> dict[str, Module]:
    paths = [path for folder in APPS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths)
    return {name: Module(name, path.read_text()) for name, path in zip(names, paths, strict=True)}


def lines_of(paths: Iterable[Path]) -> list[str]:
    return [line for path in paths for line in path.read_text().splitlines()]


# Pages -----------------------------------------------------------------------------------------
@cache
def template_lines() -> list[str]:
    return lines_of(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})


@cache
def style_lines() -> list[str]:
    return lines_of([*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "templates").rglob("*.css")])


def wide(lines: Iterable[str]) -> int:
    return sum(len(line) > WIDEST for line in lines)


# Folders and imports ---------------------------------------------------------------------------
def modules_of_reports() -> int:
    return len([path for path in (ROOT / "reports").glob("*.py") if path.stem != "__init__"])


def imported(module: Module) -> set[str]:
    """The modules of ours that a module names; that a name also loads its packages is not counted."""
    found: set[str] = set()
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {part if part in modules() else node.module for part in parts}
    return (found & modules().keys()) - {module.name}


@cache
def import_cycles() -> int:
    return len(rings({name: imported(module) for name, module in modules().items()}))


def rings(arrows: dict[str, set[str]]) -> set[frozenset[str]]:
    """Groups of names that all lead to each other."""
    while ends := {name for name, targets in arrows.items() if not targets & arrows.keys()}:
        arrows = {name: targets for name, targets in arrows.items() if name not in ends}
    reached = {name: _reached(arrows, name) for name in arrows}
    found = {frozenset(other for other in group if name in reached[other]) for name, group in reached.items()}
    return found - {frozenset()}


def _reached(arrows: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = (arrows[ahead.pop()] & arrows.keys()) - found
        found |= new
        ahead += new
    return found


def parts_of_analysis() -> tuple[set[str], set[str]]:
    """The parts of `analysis` that a page, a command or `python -m analysis` leads to, and the others."""
    arrows = {name: imported(module) for name, module in modules().items()}
    doors = {name for name in arrows if name == "analysis.__main__" or name.partition(".")[0] != "analysis"}
    used = {target for door in doors for target in _reached(arrows, door)}
    parts = {name.split(".")[1] for name in arrows if name.startswith("analysis.")} - {"__main__"}
    engine = {name.split(".")[1] for name in used if name.startswith("analysis.")} - {"__main__"}
    return engine, parts - engine


# Types and functions ---------------------------------------------------------------------------
def untyped_arguments() -> int:
    """Arguments that may be anything: `Any`, or a name such as `Json` that stands for it."""
    count = 0
    for module in modules().values():
        loose = {"Any"} | aliases(module)
        count += sum(bool(_names(argument.annotation) & loose) for argument in module.arguments if argument.annotation)
    return count


def aliases(module: Module) -> set[str]:
    """The names for something with `Any` in it that a module makes or takes from another."""
    taken = {
        name.asname or name.name
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module in modules()
        for name in node.names
        if name.name in made_aliases(node.module)
    }
    return taken | made_aliases(module.name)


@cache
def made_aliases(name: str) -> set[str]:
    return {
        target.id
        for node in modules()[name].nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and "Any" in _names(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _names(annotation: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}


def nested_conditionals() -> int:
    return sum(module.nested_conditionals for module in modules().values())


def functions_of_many_places() -> int:
    """Functions with more than three arguments that are told by their place alone; `self` is not counted."""
    return sum(module.functions_of_many_places for module in modules().values())


@cache
def bodies() -> list[int]:
    """How many lines each function has beneath its head and its docstring."""
    found = []
    for module in modules().values():
        for function in module.functions:
            rest = function.body[1:] if ast.get_docstring(function, clean=False) else function.body
            found.append((rest[-1].end_lineno or 0) - rest[0].lineno + 1 if rest else 0)
    return found


# Words and tests -------------------------------------------------------------------------------
def comments() -> list[str]:
    return [comment for module in modules().values() for comment in module.comments]


def code_lines() -> int:
    return sum(len(module.text.splitlines()) for module in modules().values())


def comments_in_a_hundred_lines() -> float:
    return 100 * len(comments()) / code_lines()


def test_lines_a_code_line() -> float:
    return len(lines_of((ROOT / "tests").rglob("*.py"))) / code_lines()


@dataclass(frozen=True)
class Measure:
    """A number, what it should be, and whether the gate holds it."""

    name: str
    of: Callable[[], float]
    aim: str
    is_held: bool = True
    digits: int = 0

    @property
    def shown(self) -> str:
        return f"{self.of():.{self.digits}f}"


MEASURES = (
    Measure("lines of templates over 120 characters", lambda: wide(template_lines()), "0"),
    Measure("lines of style sheets over 120 characters", lambda: wide(style_lines()), "0"),
    Measure("median line of a template, characters", lambda: median(map(len, template_lines())), "at most 45"),
    Measure("modules in the top folder of `reports/`", modules_of_reports, "at most 18"),
    Measure("import cycles", import_cycles, "0"),
    Measure("arguments typed `Any` or a name for it", untyped_arguments, "below 60"),
    Measure("conditional expressions inside another", nested_conditionals, "0"),
    Measure("functions with a fourth argument by its place", functions_of_many_places, "only where others call"),
    Measure("longest function body, lines", lambda: max(bodies()), "at most 40"),
    Measure("function body, 95 of 100, lines", lambda: quantiles(bodies(), n=20)[-1], "at most 20"),
    Measure("comments in 100 lines", comments_in_a_hundred_lines, "2 to 3", is_held=False, digits=1),
    Measure("lines of tests for a line of code", test_lines_a_code_line, "at least 0.8", is_held=False, digits=2),
)


def table() -> str:
    rows = [f"| {found.name} | {found.shown} | {found.aim} |" for found in MEASURES]
    return "\n".join(["| | measured | aim |", "| --- | ---: | --- |", *rows])


if __name__ == "__main__":
    gc.disable()  # all that is read stays to the end: looking through it again and again takes half of the time
    if sys.argv[1:] == ["comments"]:
        print(*random.SystemRandom().sample(comments(), 10), sep="\n")
    else:
        print(table())
