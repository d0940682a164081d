"""How fast is the engine beside other packages that do a part of the same, measured in one run?

Writes the table of `docs/performance.md`.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measured import Measured

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: written by ./run benchmark peers -->", "<!-- end of the table -->"
NAIVE, SENSITIVITY = "numpy, naive vectorised", "pysensmcda simulate, plain M@w"
GRID, PROGRAM = "numpy vectorised grid of 101 (inexact)", "scipy HiGHS, one LP per rival"
DRAWN, COUNTED = "numpy Monte Carlo, 20k per criterion", "numpy bincount x3"
WORKLOADS = {
    "W1": "rank acceptability, 10 × 60, uncertain weights",
    "W1M": "the same with a million draws",
    "W2": "rank acceptability, 10 × 60, uncertain weights, scores and prices",
    "W3": "rank acceptability, 50 × 300",
    "W4 topsis": "TOPSIS under 10 000 sets of weights",
    "W4 vikor": "VIKOR under 10 000 sets of weights",
    "W4 promethee": "PROMETHEE II under 10 000 sets of weights",
    "W5": "stability intervals of all criteria and alternatives, 10 × 60",
    "W6": "nearest change of weights for every rival, 10 × 60",
    "W7": "value of information of every criterion, 10 × 60",
    "W8": "mean, variance and number of a million scores",
}
# How many times as fast as the other: what must hold, and what is aimed at.
PROMISES = {
    ("W1", NAIVE): (4, 6),
    ("W1", SENSITIVITY): (15, 25),
    ("W1M", NAIVE): (4, 6),
    ("W2", NAIVE): (15, 24),
    ("W2", SENSITIVITY): (20, 33),
    ("W3", NAIVE): (3, 4),
    ("W3", SENSITIVITY): (7, 10),
    ("W4 topsis", "pyrepo-mcda loop"): (300, 750),
    ("W4 vikor", "crispyn VIKOR, batch of weights"): (50, 100),
    ("W4 promethee", "pymcdm loop"): (3000, 10_000),
    ("W5", GRID): (2, 3.4),
    ("W6", PROGRAM): (100, 200),
    ("W7", DRAWN): (100, 200),
    ("W8", COUNTED): (0.8, 1.2),
}


def measure(*, options: tuple[str, ...] = ("--rounds", "5")) -> Iterator[Measured]:
    if not PYTHON.exists():
        raise SystemExit("the packages to compare with are not installed: ./run benchmark peers")
    found = compare(*options)
    PAGE.write_text(_with_table(PAGE.read_text(encoding="utf-8"), table(found)), encoding="utf-8")
    yield Measured("workloads with a wrong result", found["wrong"], "", 0)
    for row in found["rows"]:
        promise = PROMISES.get((row["workload"], row["contender"]))
        if promise:
            name = f"{row['workload']}: {row['contender']} / engine"
            yield Measured(name, row["ratio"], "times", promise[0], is_least=True)


def compare(*options: str) -> dict[str, Any]:
    """Run every package and the engine in turn in one process with one thread."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found.json"
        program, adapter = ROOT / "benchmarks" / "peers.py", ROOT / "benchmarks" / "peers_adapter.py"
        command = [str(PYTHON), str(program), "--engine", str(adapter), "--json", str(path), *options]
        done = subprocess.run(command, env=environment, stdout=sys.stderr)
        if not path.exists():
            raise SystemExit(f"the comparison ended with status {done.returncode}")
        found: dict[str, Any] = json.loads(path.read_text())
    return found


def table(found: dict[str, Any]) -> str:
    """Return the results as a table with its date and versions."""
    versions = ", ".join(f"{name} {number}" for name, number in sorted(found["versions"].items()))
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()}, {versions}; one thread.",
        "",
        "| | workload | beside | time of one | times as slow as the engine | must | goal |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in found["rows"]:
        code, other = row["workload"], row["contender"]
        must, goal = PROMISES.get((code, other), ("", ""))
        ratio = f"{row['ratio']:,.0f}" if row["ratio"] >= 100 else f"{row['ratio']:.1f}"
        name = "**Touchstone**" if other == "ENGINE" else other
        must, goal = (f"{number:,}" if number else "" for number in (must, goal))
        time = f"{_time(row['seconds'])} a {row['unit']}"
        lines.append(f"| {code} | {WORKLOADS[code]} | {name} | {time} | {ratio} | {must} | {goal} |")
    return "\n".join(lines)


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def _with_table(page: str, written: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not after:
        raise SystemExit(f"{PAGE.name}: no place for the table")
    return f"{before}{BEGIN}\n\n{written}\n\n{END}{after}"
