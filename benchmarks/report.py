"""How long does the demo's report take beside the bare library, which sets the same page in a fresh process?"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 3
# What anybody would write: import the library, read the fonts, set the page as the same variant.
BARE = """
import json, sys
from pathlib import Path
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
job = json.load(open(sys.argv[1]))
fonts = FontConfiguration()
css = CSS(string=job["css"].replace("asset:", Path(sys.argv[2]).as_uri() + "/"), font_config=fonts)
attachment = Attachment(string=job["attachments"][0]["text"], name="decision.json", relationship="Data")
HTML(string=job["html"]).write_pdf(
    sys.argv[3], stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3a", attachments=[attachment]
)
"""


def measure() -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        job = _job(Path(folder))
        ours, bare = [], []
        for _ in range(REPEATS):  # in turn, so that both meet the same machine
            bare.append(
                _seconds([sys.executable, "-c", BARE, str(job), str(ROOT / "static" / "fonts"), f"{folder}/bare.pdf"])
            )
            ours.append(_seconds([sys.executable, "-c", OURS, f"{folder}/ours.pdf"]))
    yield Measured("report of the demo / the bare library on its page", min(ours) / min(bare), "times", 1.5)
    yield Measured("report of the demo, from the run to the file", min(ours), "s", 60)


SETTINGS = "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings'); django.setup()\n"
CASE = """
import sys
from tests.reports import papers
from reports.paper import book
opened = papers.paper(language="zh-hans")
"""
# The worker has the product loaded and the run computed; it writes the page and has it set.
OURS = (
    SETTINGS
    + CASE
    + """
import time
from pathlib import Path
from reports import printing
from reports.pdf import rendering
start = time.monotonic()
content = rendering.render(book.job(opened))
printing.checked(content, opened.text)
Path(sys.argv[1]).write_bytes(content)
print(time.monotonic() - start)
"""
)


def _job(folder: Path) -> Path:
    path = folder / "job.json"
    program = SETTINGS + CASE + "import json\njson.dump(book.job(opened), open(sys.argv[1], 'w'))"
    subprocess.run([sys.executable, "-c", program, path], check=True, cwd=ROOT, env=_environment())
    assert json.loads(path.read_text())["html"]
    return path


def _environment() -> dict[str, str]:
    return os.environ | {"HTTPS": "false"}


def _seconds(command: list[str]) -> float:
    """What the program itself counted, else how long it ran."""
    start = time.monotonic()
    done = subprocess.run(command, check=True, cwd=ROOT, env=_environment(), capture_output=True, text=True)
    whole = time.monotonic() - start
    return float(done.stdout) if done.stdout.strip() else whole
