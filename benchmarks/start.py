"""How long until the first page: from nothing, and the second time?"""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured

ROOT = Path(__file__).resolve().parent.parent


def measure() -> Iterator[Measured]:
    with tempfile.TemporaryDirectory(prefix="touchstone-benchmark-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        yield Measured("first page from a fresh clone without an environment", first_page(clone), "s", 60)
        yield Measured("second start", first_page(clone), "s", 5)


def first_page(clone: Path) -> float:
    """Seconds from the command to the line that says `ready`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if name not in ("TOUCHSTONE_DATA", "VIRTUAL_ENV")}
    begun = time.monotonic()
    with subprocess.Popen(
        [clone / "run", "demo"], env=clean | {"PORT": str(port)}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        ready = next((line for line in process.stdout if line.startswith("ready ")), None)
        seconds = time.monotonic() - begun
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
    if ready is None:
        raise SystemExit("the demo did not start")
    return seconds
