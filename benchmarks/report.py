"""How much longer does our report of the demo take than the same page in bare WeasyPrint?"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.installation import installation
from benchmarks.measured import Measured

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
ROUNDS = 3
BARE = """
import json, sys, weasyprint
from weasyprint.text.fonts import FontConfiguration
job, fonts = json.load(sys.stdin), FontConfiguration()
css = weasyprint.CSS(string=job["css"], font_config=fonts)
page = weasyprint.HTML(string=job["html"])
page.write_pdf(sys.argv[1], stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3a")
"""


def measure() -> Iterator[Measured]:
    with installation(demo=True):
        from reports import documents, pdf
        from reports.models import Run, State
        from reports.paper import book
        from reports.paper.case import Case

        run = Run.objects.filter(selection__code="S-0007", state=State.DONE).latest("pk")
        case = Case.of(run, language="zh-hans", is_draft=False)
        job = json.loads(json.dumps(book.job(case)))

        def ours() -> None:
            fresh = Case.of(run, language="zh-hans", is_draft=False)
            documents.checked(pdf.render(book.job(fresh)), fresh.text)

        with tempfile.TemporaryDirectory() as folder:
            ratio = quickest(ours) / quickest(lambda: bare(job, Path(folder) / "bare.pdf"))
        yield Measured("report of the demo against bare WeasyPrint", ratio, "times", 1.5)


def quickest(work: Callable[[], None]) -> float:
    return min(seconds(work) for _ in range(ROUNDS))


def seconds(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def bare(job: dict[str, Any], target: Path) -> None:
    """A fresh process that imports WeasyPrint and sets the same HTML, CSS and fonts in the same variant."""
    page = {"html": job["html"], "css": job["css"].replace("asset:", f"{FONTS.as_uri()}/")}
    command = [sys.executable, "-c", BARE, str(target)]
    subprocess.run(command, input=json.dumps(page), text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})
