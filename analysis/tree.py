"""How do the weights of categories and criteria combine?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, shares, table, vector
from analysis.decision_file.typed import CriterionEntry
from analysis.decision_file.vocabulary import DIMENSIONS, FULL_WEIGHT, LEAVES


class HasCriteria(TypedDict):
    """A decision file, or the tree of one."""

    criteria: list[CriterionEntry]


@dataclass(frozen=True)
class Tree:
    """Categories and the leaves under them, in tree order.

    `group` holds the category of each leaf as an index; `local` the weight of a leaf among its
    siblings; all weights are shares of 1.
    """

    categories: tuple[str, ...]
    leaves: tuple[str, ...]
    group: NDArray[np.int64]
    category_weights: Floats
    local: Floats
    dimensions: tuple[str, ...]
    nodes: tuple[CriterionEntry, ...]

    @property
    def weights(self) -> Floats:
        """Global weight of every leaf, shape (n,)."""
        return self.category_weights[self.group] * self.local

    @property
    def members(self) -> NDArray[np.bool_]:
        """Which leaf belongs to which category, shape (categories, leaves)."""
        return np.arange(len(self.categories))[:, None] == self.group


def tree(decision_file: HasCriteria) -> Tree:
    """Return the criteria tree of a decision file."""
    nodes = [node for node in decision_file["criteria"] if node["kind"] in LEAVES]
    categories = [node for node in decision_file["criteria"] if node["kind"] == "category"]
    codes = [node["code"] for node in categories]
    return Tree(
        categories=tuple(codes),
        leaves=tuple(node["code"] for node in nodes),
        group=np.array([codes.index(node["parent"] or "") for node in nodes], dtype=np.int64),
        category_weights=np.array([node["weight"] for node in categories], dtype=float) / FULL_WEIGHT,
        local=np.array([node["weight"] for node in nodes], dtype=float) / FULL_WEIGHT,
        dimensions=tuple(node["dimension"] for node in nodes),
        nodes=tuple(nodes),
    )


def global_weights(category_weights: ArrayLike, local_weights: ArrayLike, group: Sequence[int]) -> Floats:
    """Return the weight of every leaf in the whole: category weight times weight among siblings.

    Parameters
    ----------
    category_weights : array, shape (c,)
        Divided by their sum.
    local_weights : array, shape (n,)
        Divided by their sum within each category.
    group : sequence of int, length n
        Category of each leaf, 0 to c - 1.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1. For deeper trees use it again from the top: the weights of the groups
        are the `category_weights` of the leaves.

    Raises
    ------
    ValueError
        Negative weights, a category without a leaf, or one whose leaves all weigh 0.

    Example
    -------
    >>> global_weights([60, 40], [1, 3, 5], [0, 0, 1]).round(9).tolist()
    [0.15, 0.45, 0.4]

    References
    ----------
    Keeney & Raiffa 1976, Decisions with Multiple Objectives.
    """
    top = shares("category_weights", category_weights)
    local = vector("local_weights", local_weights)
    members = _members(group, local.size)
    if set(members.tolist()) != set(range(top.size)):
        raise ValueError(f"group: expected a leaf in every category 0 to {top.size - 1}, got shape {members.shape}")
    sums = np.bincount(members, weights=local, minlength=top.size)
    if np.any(~(local >= 0)) or np.any(sums <= 0):
        raise ValueError(f"local_weights: expected a positive sum in every category, got shape {local.shape}")
    return top[members] * local / sums[members]


def _members(group: Sequence[int], leaves: int) -> NDArray[np.int64]:
    """Return the category of each leaf, or refuse what is no index."""
    found = vector("group", group, length=leaves)
    if not np.all((found >= 0) & (found == np.floor(found))):
        raise ValueError(f"group: expected indices from 0 in shape ({leaves},), got {group!r}")
    return found.astype(np.int64)


def roll_up(values: ArrayLike, weights: ArrayLike, group: Sequence[int]) -> Floats:
    """Return the value of every category: the weighted mean of its leaves.

    ``V_ic = sum_{j in c} w_j v_ij / sum_{j in c} w_j``; leaves of equal share when all weigh 0. A
    category without a leaf has no value (NaN).

    Parameters
    ----------
    values : array, shape (m, n)
        Value points; one missing value makes its category missing, unless it weighs 0 and others do not.
    weights : array, shape (n,)
        Non-negative.
    group : sequence of int, length n
        Category of each leaf, 0 to c - 1.

    Returns
    -------
    array, shape (m, c)

    Example
    -------
    >>> roll_up([[80, 40, 50]], [1, 3, 2], [0, 0, 1]).tolist()
    [[50.0, 50.0]]
    """
    array = table("values", values)
    inside = vector("weights", weights, length=array.shape[1])
    if not np.all(inside >= 0):
        raise ValueError(f"weights: expected non-negative numbers in shape {inside.shape}")
    members = _members(group, array.shape[1])
    return np.stack([_category(array, inside, members == c) for c in range(members.max() + 1)], axis=1)


def _category(values: Floats, weights: Floats, mask: NDArray[np.bool_]) -> Floats:
    # A leaf without weight must not bring its missing value along: 0 times NaN is NaN.
    used = mask & (weights > 0) if weights[mask].sum() > 0 else mask
    inside = weights[used] if weights[used].sum() > 0 else np.ones(used.sum())
    if not used.any():
        return np.full(values.shape[0], np.nan)
    return values[:, used] @ inside / inside.sum()


def dimension_table(t: Tree) -> Floats:
    """Return the weight of every dimension in every category, shape (3, c); it sums to 1."""
    rows = [[t.weights[(t.group == c) & _in(t, name)].sum() for c in range(len(t.categories))] for name in DIMENSIONS]
    return np.array(rows)


def _in(t: Tree, dimension: str) -> NDArray[np.bool_]:
    return np.array([name == dimension for name in t.dimensions])
