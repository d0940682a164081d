"""Are tests, results and reports the same without vector units and with the product of matrices of any processor?"""

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from numpy._core import _multiarray_umath
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
DEMOS = ("S-0007", "S-0008")
DISPATCHED = [name for name in _multiarray_umath.__cpu_dispatch__ if _multiarray_umath.__cpu_features__.get(name)]
PROCESSORS = {
    "without vector units": {"NPY_DISABLE_CPU_FEATURES": " ".join(DISPATCHED)},
    "Prescott": {"OPENBLAS_CORETYPE": "Prescott"},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX"},
}
# When it was loaded, and digests of what holds such times: whole or in groups of four.
MOMENT = re.compile(r"\d{1,2}:\d{2}|[0-9a-f]{12,}|[0-9a-f]{4}(?:\s+[0-9a-f]{4}){3,}")

pytestmark = pytest.mark.campaign


def run(processor, *command, **variables):
    clean = {key: value for key, value in os.environ.items() if key not in ("NPY_DISABLE_CPU_FEATURES", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        env=clean | PROCESSORS.get(processor, {}) | variables,
        cwd=ROOT,
        capture_output=True,
    )
    assert done.returncode == 0, (done.stdout[-3000:] + done.stderr[-3000:]).decode(errors="replace")
    return done.stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Results and reports of both demos on one processor, as text."""
    known = {}

    def of(processor):
        if processor not in known:
            known[processor] = _printed(processor, tmp_path_factory.mktemp("data"))
        return known[processor]

    return of


def _printed(processor, folder):
    here = {"TOUCHSTONE_DATA": str(folder), "DEBUG": "1"}
    found = {
        name: run(processor, "-m", "analysis", "evaluate", ROOT / "fixtures" / "demo" / f"{name}.json")
        for name in DEMOS
    }
    for command in ("migrate", "load_demo"):
        run(processor, "manage.py", command, "-v0", **here)
    for name in DEMOS:
        for language in ("zh-hans", "en"):
            target = folder / f"{name}-{language}.pdf"
            run(processor, "manage.py", "report", name, "--language", language, "--output", target, **here)
            pages = PdfReader(BytesIO(target.read_bytes())).pages
            text = MOMENT.sub("#", "\n".join(page.extract_text() for page in pages))
            found[name, language] = "".join(text.split())  # digests are not equally wide: lines break elsewhere
    return found


@pytest.mark.parametrize("processor", PROCESSORS)
def test_the_tests_of_the_library_pass(processor):
    run(processor, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/analysis")


@pytest.mark.parametrize("processor", PROCESSORS)
def test_results_and_reports_are_the_same_to_the_letter(printed, processor):
    usual, other = printed("this one"), printed(processor)
    assert [key for key in usual if other[key] != usual[key]] == []
