"""What if each cell is a measurement with a distribution of its own?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import functions
from analysis.arrays import Floats, number, settle, settled, shares
from analysis.robustness.cells import Cells
from analysis.robustness.lattice import Draws
from analysis.robustness.weights import Sampler


@runtime_checkable
class Distribution(Protocol):
    """Anything that draws: `Pert`, `Triangular`, `MeasuredShare`, `MeasuredMean`, `MeasuredPercentile`."""

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random values, shape (size,)."""
        ...


Drawn = Distribution | Callable[[np.random.Generator, int], Floats] | float


@dataclass(frozen=True)
class DrawnCells(Cells):
    """Independent cells of m alternatives on n criteria, each with any distribution.

    Parameters
    ----------
    cells : m rows of n distributions
        Each an object with ``draw(rng, size)``, a function ``f(rng, size)``, or a certain number.
    functions : n value functions, optional
        From performance to value points, larger is better; by default the performance is the value.

    Example
    -------
    >>> from analysis.evidence import Pert
    >>> cells = DrawnCells([[Pert(60, 70, 80), 50.0], [65.0, lambda rng, size: rng.beta(4, 2, size) * 100]])
    >>> cells.shape, cells.draw(1, np.random.default_rng(1), 3)[0].tolist()
    ((2, 2), [65.0, 65.0, 65.0])

    References
    ----------
    Lahdelma & Salminen 2001, Operations Research 49 (uncertain measurements in SMAA-2).
    """

    cells: Sequence[Sequence[Drawn]]
    functions: Sequence[Callable[[Floats], ArrayLike]] | None = None

    def __post_init__(self) -> None:
        try:
            widths = {len(row) for row in self.cells}
        except TypeError:
            raise ValueError(f"cells: expected m rows of n distributions, got {self.cells!r}") from None
        if len(widths) != 1 or 0 in widths:
            raise ValueError(f"cells: expected m rows of n distributions, got rows of {sorted(widths)}")
        for row in self.cells:
            for cell in row:
                if not (callable(cell) or isinstance(cell, Distribution)):
                    number("cells", cell)
        if self.functions is not None and len(functions("functions", self.functions)) not in widths:
            raise ValueError(f"functions: expected {widths.pop()} functions, got {len(self.functions)}")

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""
        return len(self.cells), len(self.cells[0])

    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random values of one alternative, shape (n, size)."""
        rows = [_drawn(cell, rng, size) for cell in self.cells[alternative]]
        if self.functions is not None:
            rows = [np.asarray(value(row), dtype=float) for value, row in zip(self.functions, rows, strict=True)]
        return np.stack(rows).astype(np.float32)


def _drawn(cell: Drawn, rng: np.random.Generator, size: int) -> Floats:
    if isinstance(cell, (int, float, np.number)):
        return np.full(size, settled(float(cell)))
    found = cell(rng, size) if callable(cell) else cell.draw(rng, size)
    return np.asarray(found, dtype=float)


def fixed_weights(weights: ArrayLike) -> Sampler:
    """Return a sampler of certain weights, for uncertain values alone.

    Parameters
    ----------
    weights : array, shape (n,)
        Divided by their sum.

    Example
    -------
    >>> fixed_weights([3, 1])(np.random.default_rng(1), 2).tolist()
    [[0.75, 0.75], [0.25, 0.25]]
    """
    share = settle(shares("weights", weights)).astype(np.float32)
    return lambda rng, size: np.tile(share[:, None], size)
