"""Is the engine still as far ahead of other packages as it must be?"""

import pytest

from benchmarks import comparison


@pytest.mark.campaign
@pytest.mark.skipif(not comparison.PYTHON.exists(), reason="./run campaign installs the packages to compare with")
def test_no_workload_is_wrong_or_slower_than_it_must_be():
    found = comparison.compare("--rounds", "5")
    slow = {
        (row["workload"], row["contender"]): row["ratio"]
        for row in found["rows"]
        if row["ratio"] < comparison.PROMISES.get((row["workload"], row["contender"]), (0,))[0]
    }
    assert (found["wrong"], slow) == (0, {})
