"""What does the analysis of a whole decision page cost, how does it grow, and how long does it take to load?"""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import Any

from benchmarks.measured import Measured

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 15
LIMITS = {
    "decision page, 10 × 60: ranking to exact shares": ("ms CPU", 60.0),
    "of it: acceptability, 16 blocks, certain scores": ("ms CPU", 30.0),
    "of it: acceptability, 16 blocks, uncertain scores": ("ms CPU", 40.0),
    "of it: exact shares of 5 categories": ("ms CPU", 10.0),
    "intervals of 50 × 300": ("ms CPU", 1.0),
    "acceptability: exponent of the draws": ("", 1.05),
    "acceptability: exponent of the criteria": ("", 1.0),
    "acceptability: exponent of the alternatives, to 20": ("", 0.6),
    "acceptability: exponent of the alternatives, beyond 20": ("", 1.1),
    "intervals: exponent of the alternatives": ("", 1.2),
    "intervals: exponent of the criteria": ("", 1.0),
    "nearest change: exponent of the alternatives": ("", 1.0),
    "nearest change: exponent of the criteria": ("", 1.1),
    "value of information: exponent of the alternatives": ("", 1.0),
    "value of information: exponent of the criteria": ("", 1.0),
    "other methods: exponent of the sets of weights": ("", 1.0),
    "other methods: exponent of the alternatives": ("", 1.0),
    "other methods: exponent of the criteria": ("", 1.0),
    "cell statistics: exponent of the scores": ("", 1.0),
    "acceptability: memory for 65 000 draws": ("MB", 16.0),
    "acceptability: memory for 4 times as many draws": ("MB", 16.0),
}
LOADING = """
import time
import numpy, scipy
start = time.process_time()
from analysis import *
print(time.process_time() - start)
"""


def measure() -> Iterator[Measured]:
    """Measure in processes of their own, with one thread for products of matrices."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

    def run(*command: str) -> str:
        done = subprocess.run([sys.executable, *command], check=True, cwd=ROOT, env=environment, capture_output=True)
        return done.stdout.decode()

    for name, value in json.loads(run("-m", "benchmarks.page")).items():
        yield Measured(name, value, *LIMITS[name])
    loading = min(float(run("-c", LOADING)) for _ in range(5))
    yield Measured("loading all of the engine, beyond numpy and scipy", loading, "s CPU", 0.25)


def figures() -> dict[str, float]:
    """Return every figure of `LIMITS`."""
    import numpy as np

    from analysis.robustness import winning_share
    from analysis.sensitivity import winning_intervals

    certain, uncertain = problem(10, 60), problem(10, 60, sd=0.1)
    wide = problem(50, 300)
    share = np.full(300, 1 / 300)
    values = np.random.default_rng(3).normal(60, 10, (10, 5))
    found = [
        cpu(lambda: page(uncertain)),
        cpu(lambda: acceptability(certain)),
        cpu(lambda: acceptability(uncertain)),
        cpu(lambda: winning_share(values)),
        cpu(lambda: winning_intervals(wide["scores"], share)),
        exponent(lambda n: lambda: acceptability(certain, blocks=n), 16, 64),
        exponent(lambda n: acceptability_of(10, n), 60, 240),
        exponent(lambda m: acceptability_of(m, 60), 5, 20),
        exponent(lambda m: acceptability_of(m, 60), 25, 50),
        exponent(lambda m: intervals_of(m, 300), 25, 100),
        exponent(lambda n: intervals_of(10, n), 60, 240),
        exponent(lambda m: flips_of(m, 60), 10, 40),
        exponent(lambda n: flips_of(10, n), 60, 240),
        exponent(lambda m: information_of(m, 60), 10, 40),
        exponent(lambda n: information_of(10, n), 60, 240),
        exponent(lambda k: methods_of(k, 10, 60), 4096, 16384),
        exponent(lambda m: methods_of(4096, m, 60), 10, 40),
        exponent(lambda n: methods_of(4096, 10, n), 30, 120),
        exponent(statistics_of, 100_000, 400_000),
        memory(lambda: acceptability(certain, blocks=16)),
        memory(lambda: acceptability(certain, blocks=64)),
    ]
    return dict(zip(LIMITS, found, strict=True))


def problem(m: int, n: int, *, sd: float = 0.0) -> dict[str, Any]:
    """Return scores in 0 to 1 of m alternatives on n criteria in five categories."""
    import numpy as np

    rng = np.random.default_rng(7)
    scores = np.clip(rng.normal(0.7, 0.16, (m, n)), 0, 1)
    group = np.arange(n) * 5 // n
    return {"scores": scores, "sd": np.full((m, n), sd), "group": group, "weights": np.full(n, 1 / n)}


def page(p: dict[str, Any]) -> None:
    """Compute everything that the results of one decision show."""
    from analysis.information import value_of_each_criterion
    from analysis.matrix import DecisionMatrix
    from analysis.robustness import winning_share
    from analysis.sensitivity import nearest_flip, winning_intervals
    from analysis.tree import roll_up

    scores, weights, group = 100 * p["scores"], p["weights"], p["group"]
    m, n = scores.shape
    matrix = DecisionMatrix(tuple(f"V{i}" for i in range(m)), tuple(f"c{j}" for j in range(n)), scores, weights)
    matrix.ranking()
    winning_intervals(scores, weights)
    nearest_flip(scores, weights)
    acceptability(p | {"sd": 0 * p["sd"]})
    acceptability(p)
    value_of_each_criterion(matrix.totals, weights, 100 * p["sd"])
    winning_share(roll_up(scores, weights, group.tolist()))


def acceptability(p: dict[str, Any], *, blocks: int = 16, only_ranks: bool = False) -> None:
    """Draw weights nobody agreed on, and scores if they are uncertain."""
    import numpy as np

    from analysis.robustness import NormalCells, nested_uniform, rank_acceptability

    cells, rng = NormalCells(p["scores"], p["sd"], scale=None), np.random.default_rng(1)
    rank_acceptability(cells, weights=nested_uniform(p["group"]), rng=rng, blocks=blocks, only_ranks=only_ranks)


def acceptability_of(m: int, n: int) -> Callable[[], object]:
    p = problem(m, n)
    return lambda: acceptability(p, only_ranks=True)


def intervals_of(m: int, n: int) -> Callable[[], object]:
    from analysis.sensitivity import winning_intervals

    p = problem(m, n)
    return lambda: winning_intervals(p["scores"], p["weights"])


def flips_of(m: int, n: int) -> Callable[[], object]:
    from analysis.sensitivity import nearest_flip

    p = problem(m, n)
    return lambda: nearest_flip(p["scores"], p["weights"])


def information_of(m: int, n: int) -> Callable[[], object]:
    from analysis.information import value_of_each_criterion

    p = problem(m, n, sd=0.1)
    totals = p["scores"] @ p["weights"]
    return lambda: value_of_each_criterion(totals, p["weights"], p["sd"])


def methods_of(sets: int, m: int, n: int) -> Callable[[], object]:
    """Rank by three other methods under many sets of weights."""
    import numpy as np

    from analysis.aggregation import promethee_flows, topsis_closeness, vikor_mixture

    rng = np.random.default_rng(1)
    values, weights = rng.random((m, n)) + 0.1, rng.dirichlet(np.ones(n), sets)
    up, usual = ["max"] * n, [{"type": "usual"}] * n

    def work() -> None:
        topsis_closeness(values, weights, direction=up, dtype=np.float32)
        vikor_mixture(values, weights, direction=up, dtype=np.float32)
        promethee_flows(values, weights, direction=up, preferences=usual, dtype=np.float32)

    return work


def statistics_of(rows: int) -> Callable[[], object]:
    import numpy as np

    from analysis.group import cell_statistics

    rng = np.random.default_rng(1)
    alternative, criterion = rng.integers(0, 10, rows), rng.integers(0, 60, rows)
    score = rng.integers(0, 11, rows) / 2
    return lambda: cell_statistics(alternative, criterion, score, shape=(10, 60))


def cpu(work: Callable[[], object]) -> float:
    """Return the least processor time of some repeats, in milliseconds."""
    return 1000 * least(work)[0]


def exponent(work: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """Return by which power of the size the time grows."""
    little, much = least(work(small), work(large))
    return log(much / little) / log(large / small)


def least(*works: Callable[[], object]) -> list[float]:
    """Return the least processor time of each, in seconds; they take turns, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS + 1):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


def memory(work: Callable[[], object]) -> float:
    """Return the most memory that is held at one time, in megabytes."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    print(json.dumps(figures()))
