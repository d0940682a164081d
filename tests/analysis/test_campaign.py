"""Do all properties hold for a thousand examples each?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(p for p in HERE.glob("test_*.py") if "\nfrom hypothesis import" in p.read_text(encoding="utf-8"))


@pytest.mark.campaign
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_thousand_examples(path):
    command = [sys.executable, "-m", "pytest", "-q", "-n0", str(path)]
    found = subprocess.run(
        command, env={**os.environ, "PROPERTY_TESTS": "full"}, cwd=HERE.parents[1], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-4000:]
