"""Write docs/analysis.md, every public function with its arguments and results, and what an editor knows of them.

python scripts/make_analysis_docs.py            writes the page and analysis/__init__.pyi
python scripts/make_analysis_docs.py --check    exit status 1 when one of them is out of date
"""

import ast
import dataclasses
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "analysis.md"
FACE = ROOT / "analysis" / "__init__.pyi"
QUESTIONS = ROOT / "scripts" / "analysis_questions.txt"
sys.path.insert(0, str(ROOT))

MODULES = {
    "matrix": "Additive model, dominance, frontier",
    "tree": "Weights of a tree",
    "values": "Value functions and scales",
    "weights": "Weights",
    "group": "The group",
    "aggregation": "Other methods",
    "screening": "Screening",
    "pricing": "Price rules and paradoxes",
    "sensitivity": "Sensitivity",
    "robustness": "Robustness",
    "evidence": "Evidence",
    "information": "Value of information",
    "normal": "Normal numbers",
    "payoff": "Payoff tables and regression",
    "tco": "Total cost",
    "returns": "Returns",
    "trials": "Trials and service records",
    "explanation": "Explanation",
    "arrays": "Ranks",
}

SHOWN = {
    "ArrayLike": "array",
    "Floats": "array",
    "NDArray[np.bool_]": "bool array",
    "NDArray[np.int64]": "int array",
    "np.random.Generator": "Generator",
    "'": '"',
}

INTRODUCTION = """\
# The library, function by function

Written by `scripts/make_analysis_docs.py` from the code; a test fails when it is out of date. What each
number means, with a worked example, stands in [methods.md](methods.md).

`import analysis` needs numpy and scipy, nothing else. Most names can be taken from the top:
`from analysis import topsis`.

Conventions, everywhere:

- m alternatives by n criteria: `values[i, j]`; k people: `scores[r, i, j]`. Lists do as well as arrays.
- Weights are non-negative and divided by their sum; results are shares of 1. Only the value of information takes
  them as they are: they are what a cell is multiplied by in the totals, so shares of 1 for totals of 0 to 100.
- Value points are 0 to 100, larger is better. Raw tables take `direction=["max", "min", ...]` ("benefit"
  and "cost", 1 and -1 do too); without it every criterion is to maximise.
- Shares, rates and probabilities are of 1 (0.08 is 8 %), unless a name says `percent`; availability is
  in percent.
- Money is cost positive in `tco`, and cost negative in a flow of `returns`; time is in years, year 0 is
  the day of the contract.
- Missing is NaN, never 0; a number that does not exist is NaN, or None where a whole answer does not exist.
- Numbers closer than 10^-9 are equal; ranks are 1, 1, 3.
- Options are named arguments. Randomness is one `rng: numpy.random.Generator`: the same state gives the
  same bytes.
- A sampler of weights is a function `f(rng, size)` that returns shape (n, size); amounts and cells are drawn by
  `f(rng, size)` of shape (size,) or by an object with `.draw(rng, size)`, such as `Pert`.
- Results are frozen dataclasses; their fields are listed below each module, shapes in brackets.
- A wrong argument raises `ValueError("name: rule ... shape")`.

A first look, in a notebook: who is first, what would change it, how sure is it, and what is worth testing?

```pycon
>>> import numpy as np
>>> import analysis as a
>>> matrix = a.DecisionMatrix(["A", "B", "C"], ["function", "price"], [[90, 45], [70, 80], [60, 60]], [0.7, 0.3])
>>> matrix.totals.tolist(), matrix.ranking().best
([76.5, 73.0, 60.0], ('A',))
>>> flip = a.nearest_flip(matrix.values, matrix.weights)[0]
>>> matrix.alternatives[flip.rival], flip.weights.round(3).tolist()
('B', [0.636, 0.364])
>>> cells = a.NormalCells(matrix.values, sd=np.full((3, 2), 8.0), scale=(0, 100))
>>> around = a.nested_dirichlet([1], matrix.weights, [0, 0], kappa=50)
>>> a.rank_acceptability(cells, weights=around, rng=np.random.default_rng(7)).first.round(2).tolist()
[0.63, 0.36, 0.01]
>>> a.value_of_each_criterion(matrix.totals, matrix.weights, cells.sd).round(2).tolist()
[1.73, 0.27]
```
"""


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION, _questions()]
    for name, title in MODULES.items():
        module = importlib.import_module(f"analysis.{name}")
        parts.append("\n".join([f"## {title} · `analysis.{name}`", "", *_functions(module), "", *_results(module)]))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _questions() -> str:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]
    rows = [[part.strip() for part in line.split(" | ")] for line in lines]
    table = [
        f"| {key} | {', '.join(f'`{name}`' for name in names.split())} | {results} | {edge} |"
        for key, names, results, edge in rows
    ]
    head = ["## Which function answers which question", "", "| question | functions | results | at the edge |"]
    return "\n".join([*head, "|--|--|--|--|", *table])


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    names = getattr(module, "__all__", None) or [
        name
        for name, item in vars(module).items()
        if not name.startswith("_") and getattr(item, "__module__", "") == module.__name__
    ]
    for name in sorted(names, key=str.lower):
        yield name, getattr(module, name)


def _functions(module: ModuleType) -> Iterator[str]:
    for name, item in _public(module):
        if inspect.isfunction(item):
            yield f"- `{name}{_signature(item)}` · {_sentence(item)}"


def _signature(item: Callable[..., object]) -> str:
    source = ast.parse(inspect.getsource(item)).body[0]
    assert isinstance(source, ast.FunctionDef)
    text = f"({ast.unparse(source.args)}) → {ast.unparse(source.returns) if source.returns else 'None'}"
    for written, shown in SHOWN.items():
        text = text.replace(written, shown)
    for name, shape in _shapes(item).items():
        text = re.sub(rf"\b{name}: (bool |int )?array\b", rf"{name}: \1array {shape}", text, count=1)
    return text


def _shapes(item: object) -> dict[str, str]:
    """Return the shape that the docstring gives for each argument."""
    lines = re.findall(
        r"^(\w[\w, ]*) : .*?shapes? (\([^)]*\)(?: or \([^)]*\))*)", inspect.getdoc(item) or "", re.MULTILINE
    )
    return {name: shape for names, shape in lines for name in names.split(", ")}


def _sentence(item: object) -> str:
    first = (inspect.getdoc(item) or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")
    return first.removeprefix("Return ").strip()


def _results(module: ModuleType) -> Iterator[str]:
    for name, item in _public(module):
        if inspect.isclass(item) and (_fields(item) or inspect.isabstract(item)):
            fields = _fields(item)
            others = [
                key if isinstance(own, property) else f"{key}()"
                for key, own in vars(item).items()
                if not key.startswith("_") and (isinstance(own, property) or inspect.isfunction(own))
            ]
            yield f"- `{name}`: " + ", ".join(f"`{field}`" for field in [*fields, *others]) + f" · {_about(item)}"


def _fields(item: type) -> list[str]:
    if dataclasses.is_dataclass(item):
        return [field.name for field in dataclasses.fields(item)]
    return list(getattr(item, "_fields", ()))


def _about(item: type) -> str:
    text = (inspect.getdoc(item) or "").split("\nParameters\n")[0].split("\nExample\n")[0].split("\nReferences\n")[0]
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def face() -> str:
    """Return where every name at the top comes from, as type checkers and editors read it."""
    import analysis

    names = [name for name in analysis.__all__ if name != "ENGINE"]
    lines = sorted(f"from {getattr(analysis, name).__module__} import {name} as {name}" for name in names)
    head = '"""Names at the top of the library. Written by scripts/make_analysis_docs.py."""'
    return "\n".join([head, "", *lines, "", "ENGINE: str", "__all__: list[str]", ""])


def main(arguments: list[str]) -> int:
    """Write or check the page and return the exit status."""
    written = {PAGE: page(), FACE: face()}
    if "--check" in arguments:
        return int(any(not path.exists() or path.read_text(encoding="utf-8") != text for path, text in written.items()))
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
