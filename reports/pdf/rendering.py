"""How does a page become a file, in a process of its own that may do nothing else?"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reports.pdf.sandbox import ASSETS, LENGTH, Job

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
# The process sees no fonts but the bundled ones, so that every machine sets the same lines.
FONTCONFIG = "<fontconfig><cachedir>{folder}/fonts</cachedir></fontconfig>"


class RenderFailed(Exception):
    """The page could not be set; the last line says why."""


class TookTooLong(RenderFailed, TimeoutError):
    """Setting it was given up."""


def render(job: Job, *, seconds: int = SECONDS) -> bytes:
    """Set one page in a child process; see `reports.pdf.sandbox` for what a job has."""
    return editions(job, seconds=seconds)[0]


def both(job: Job) -> tuple[bytes, bytes]:
    """The file, and the same pages without attachments."""
    whole, plain = editions({**job, "plain": True})
    return whole, plain


def editions(job: Job, *, seconds: int = SECONDS) -> list[bytes]:
    """One file of a page, or two, as the job says."""
    whole = json.dumps({"assets": sorted(ASSETS), **job}, ensure_ascii=False).encode()
    with tempfile.TemporaryDirectory(prefix="touchstone-press-") as folder:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "reports.pdf.sandbox"],
                input=whole,
                capture_output=True,
                cwd=folder,
                env=_environment(Path(folder)),
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TookTooLong(f"the report was not set within {seconds} seconds") from error
    files = list(_parts(child.stdout))
    # A child that ended well may still have written nothing.
    if child.returncode or not files or not all(file.startswith(b"%PDF-") for file in files):
        raise RenderFailed(_reason(child.stderr.decode(errors="replace"), child.returncode))
    return files


def _parts(written: bytes) -> Iterator[bytes]:
    """What the child wrote, cut by the lengths in front of its files."""
    while written:
        end = LENGTH + int.from_bytes(written[:LENGTH], "big")
        yield written[LENGTH:end]
        written = written[end:]


def _environment(folder: Path) -> dict[str, str]:
    """No setting, no secret and no address of the installation reaches the child."""
    (folder / "fonts.conf").write_text(FONTCONFIG.format(folder=folder))
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # sets keep one order, and the file its bytes
        "PYTHONPATH": str(ROOT),
        "SOURCE_DATE_EPOCH": "0",  # whatever writes a day writes this one
        "TMPDIR": str(folder),
    }


def _reason(errors: str, code: int) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1] if lines else f"the process ended with {code}"
