"""How much memory does a decision take, and how does it grow with the alternatives?"""

import json
import os
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from django.conf import settings

from analysis.matrix import dominates
from analysis.robustness.lattice import _places, normal_points
from analysis.robustness.ties import shared_places
from analysis.sensitivity import Sweep, winner_segments

MOST_MEGABYTES = 500
MOST_SECONDS = 20
MEASURED = """
import json, resource, sys, time
from analysis.decision_file import read
from analysis.evaluation import evaluate
from tests.analysis.large import large_document
file = json.dumps(large_document(vendors=12, leaves=300, people=int(sys.argv[1]))).encode()
start = time.process_time()
results = evaluate(read(file).decision_file).to_dict()
taken = time.process_time() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([len(results["vendors"]), len(results["cells"]), taken, most]))
"""


def peak(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def tied(m):
    totals = np.random.default_rng(1).integers(0, m // 4, (m, 300)).astype(np.float32)
    return lambda: shared_places(totals, 1e-6)


def swept(m):
    node, rest = np.random.default_rng(1).random((2, m)) * 100
    return lambda: winner_segments(Sweep(node, rest))


def compared(m):
    values = np.random.default_rng(1).random((m, 200))
    return lambda: dominates(values)


@pytest.mark.parametrize(("work", "power"), [(tied, 1), (swept, 2), (compared, 1)])
def test_memory_does_not_grow_with_every_pair_of_alternatives_times_something_else(work, power):
    """Of the pairs only the crossings of their lines are kept, each a few numbers."""
    work(150)()
    assert peak(work(150)) < 1.3 * 3**power * peak(work(50))


def test_crossings_of_many_lines_take_a_few_numbers_each():
    assert peak(swept(300)) < 100 * 300**2


def test_points_of_the_largest_selection_take_little():
    """12 vendors on 300 criteria, every cell drawn by itself."""
    assert _places(4256).nbytes + normal_points(3600, 624).nbytes < 100e6
    normal_points.cache_clear()
    _places.cache_clear()


def test_alternatives_beyond_those_compared_at_once_share_places_as_before():
    totals = np.random.default_rng(2).integers(0, 9, (40, 300)).astype(np.float32)
    places, wins = shared_places(totals, 1e-6)
    assert np.allclose(places.sum(axis=0), 300) and np.allclose(places.sum(axis=1), 300)
    assert np.allclose(wins + wins.T, 300 * np.ones((40, 40)))
    lead = totals[:, None] - totals
    assert np.array_equal(wins, (lead > 0).sum(axis=2) + 0.5 * (lead == 0).sum(axis=2))


def test_alternatives_are_compared_as_all_pairs_at_once_would_be():
    values = np.random.default_rng(3).integers(0, 3, (20, 4)).astype(float)
    values[3, 1] = np.nan
    gap = values[:, None] - values
    assert np.array_equal(dominates(values), (gap >= 0).all(axis=2) & (gap > 0).any(axis=2))


@pytest.mark.campaign
@pytest.mark.parametrize("people", [1, 27])
def test_largest_selection_is_computed_in_bounded_memory_and_time(people):
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", MEASURED, str(people)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=one_thread, capture_output=True, text=True, check=True)
    vendors, leaves, seconds, megabytes = json.loads(done.stdout)
    assert (vendors, leaves) == (12, 300)
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
