"""How are draws multiplied and added so that they are the same on every machine?

The order in which a product of matrices is summed depends on the processor, and with it the last bits of
single-precision totals: one draw in a million would be won by another. Sums in a given order add a quarter to
a simulation of common size; beyond the limit, where they would double it, the processor's own order is taken.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.robustness.lattice import Draws

MOST = 4096
Table = Draws | Floats


def product(left: Table, right: Table) -> Any:
    """Return the product of (m, n) and (n, size), summed in the order of the rows if m n is at most 4096."""
    if left.size > MOST:
        return np.asarray(left @ right, dtype=right.dtype)
    return np.asarray(np.einsum("ij,jn->in", left, right), dtype=right.dtype)


def sums_where(values: Draws, chosen: NDArray[np.bool_]) -> Draws:
    """Return the sum of every row of values, (n, size), over some of its columns, shape (n,)."""
    return np.asarray(values.take(np.flatnonzero(chosen), axis=1).sum(axis=1), dtype=np.float32)
