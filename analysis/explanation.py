"""How does one vendor's total come about, from the single scores upwards?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from analysis.decision_file.typed import CriterionEntry, DecisionFile, ValueFunction
from analysis.decision_file.vocabulary import DIMENSIONS, LEAVES
from analysis.evaluation.parts import CellRecord, GivenScore
from analysis.evaluation.results import Results


def explain(decision_file: DecisionFile, results: Results, vendor: str) -> list[str]:
    """Return the working of a total as lines of text.

    Parameters
    ----------
    decision_file : mapping
        A decision file.
    results : mapping
        Its results, as `Evaluation.to_dict` gives them.
    vendor : str
        Code of a vendor that takes part.
    """
    names = {node["code"]: _name(node["name"]) for node in decision_file["criteria"]}
    total = results["total"][vendor]
    lines = [f"{vendor}  {next(_name(v['name']) for v in decision_file['vendors'] if v['code'] == vendor)}", ""]
    for node in decision_file["criteria"]:
        if node["kind"] == "category":
            lines.extend(_category(node, decision_file, results, vendor=vendor, names=names))
    return [*lines, *_end(total, results, vendor)]


def _name(text: Mapping[str, str]) -> str:
    return text["en"] or text["zh"]


def _category(
    category: CriterionEntry,
    decision_file: DecisionFile,
    results: Results,
    *,
    vendor: str,
    names: Mapping[str, str],
) -> Iterator[str]:
    code = category["code"]
    points = results["contribution"][code][vendor]
    yield f"{code}  {names[code]}: weight {category['weight'] / 100:g} %, contributes {_points(points)}"
    for node in decision_file["criteria"]:
        if node["kind"] in LEAVES and node["parent"] == code:
            cell, weight = results["cells"][node["code"]][vendor], results["weights"][node["code"]]
            part = results["leaf_contribution"][node["code"]][vendor]
            yield f"  {node['code']}  {names[node['code']]}"
            yield f"    {_source(cell)} -> value {_points(cell['value'])} ({cell['level']})"
            yield from _worked(node["value_function"], cell["raw"])
            own = f"{category['weight'] / 100:g} % x {node['weight'] / 100:g} % = {100 * weight:g} %"
            yield f"    weight {own}; {_points(cell['value'])} x {100 * weight:g} % = {_points(part)}"
    yield ""


def _source(cell: CellRecord) -> str:
    scores = _scores(cell["scores"])
    if cell["not_counted"]:
        scores = f"{scores or 'none'}; not counted: {_scores(cell['not_counted'])}"
    if cell["source"] == "consensus":
        return f"consensus {cell['mean']:g} of 10; scores: {scores or 'none'}"
    if cell["source"] == "mean":
        return f"mean of {cell['n']} = {cell['mean']:.6g}: {scores}" if cell["n"] else "no score yet"
    if cell["raw"] is None:
        return "no cost line yet" if cell["source"] == "price" else "no fact yet"
    words = {"price": "money", "fact": "fact", "poc": "measured in the POC"}
    return f"{words[cell['source']]} {cell['raw']:.12g}"


def _scores(scores: list[GivenScore]) -> str:
    return ", ".join(f"{s['person']} {s['score']} (round {s['round']})" for s in scores)


def _worked(function: ValueFunction | None, raw: float | None) -> Iterator[str]:
    """Say how a value function turns a fact into points."""
    if function is None or raw is None:
        return
    points = [(float(x), float(value)) for x, value in function["points"]]
    shown = ", ".join(f"{x:g}: {value:g}" for x, value in points)
    if not points[0][0] <= raw <= points[-1][0]:
        yield f"    value function {shown}; outside it the end holds"
    elif function["type"] == "log":
        (x0, v0), (x1, v1) = points
        part = f"ln({100 - x0:g} / {100 - raw:g}) / ln({100 - x0:g} / {100 - x1:g})"
        yield f"    value function of downtime {shown}: {v0:g} + {v1 - v0:g} x {part}"
    else:
        (x0, v0), (x1, v1) = next(pair for pair in pairwise(points) if pair[0][0] <= raw <= pair[1][0])
        yield f"    value function {shown}: {v0:g} + {v1 - v0:g} x ({raw:g} - {x0:g}) / ({x1:g} - {x0:g})"


def _points(value: float | None) -> str:
    return "missing" if value is None else f"{value:.4f}"


def _end(total: float | None, results: Results, vendor: str) -> list[str]:
    parts = [points[vendor] for points in results["contribution"].values()]
    if total is None:
        low, high = results["range"][vendor]
        gaps = [gap["criterion"] for gap in results["missing"] if gap["vendor"] == vendor]
        return [
            f"Missing: {', '.join(gaps)}",
            f"Total: between {low:.4f} and {high:.4f}; a cell is missing, so there is no place.",
        ]
    place = next(entry["rank"] for entry in results["ranking"] if entry["vendor"] == vendor)
    added = " + ".join(_points(part) for part in parts)
    return [
        f"{added} = {total:.4f}",
        f"Total: sum of the contributions = {total:.4f}, place {place} of {len(results['vendors'])}",
    ]


def points_by_dimension(decision_file: DecisionFile, results: Results) -> dict[str, dict[str, dict[str, float | None]]]:
    """Return the points of every vendor from each dimension in each category: dimension, category, vendor.

    The sum of the leaves' contributions; None while one of them is missing. Summed over categories
    they give `dimension_contribution`, over dimensions `contribution`.

    Parameters
    ----------
    decision_file : mapping
        A decision file.
    results : mapping
        Its results, as `Evaluation.to_dict` gives them.
    """
    leaves = [node for node in decision_file["criteria"] if node["kind"] in LEAVES]
    parts = results["leaf_contribution"]

    def points(dimension: str, category: str, vendor: str) -> float | None:
        own = [
            parts[node["code"]][vendor]
            for node in leaves
            if (node["dimension"], node["parent"]) == (dimension, category) and node["code"] in parts
        ]
        known = [value for value in own if value is not None]
        return sum(known) if len(known) == len(own) else None

    return {
        dimension: {
            category: {vendor: points(dimension, category, vendor) for vendor in results["vendors"]}
            for category in results["category_weights"]
        }
        for dimension in DIMENSIONS
    }
