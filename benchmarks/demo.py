"""Where does a real browser find the demo? A server of its own on data of its own, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ("TOUCHSTONE_DATA", "HTTPS", "HOST", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY")
SECONDS = 120


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that has just loaded the demo; all its processes end with the block."""
    with tempfile.TemporaryDirectory(prefix="touchstone-demo-") as folder:
        log = Path(folder) / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.launcher", "demo"],
                cwd=ROOT,
                env=_environment(Path(folder) / "data"),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield _address(process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def _environment(data: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return clean | {"TOUCHSTONE_DATA": str(data), "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith("ready "):
                return line.removeprefix("ready ")
        time.sleep(0.2)
    raise SystemExit(f"the demo did not start:\n{log.read_text()}")


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's browser, without a window."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        raise SystemExit("Chromium is not installed (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


def signed_in(browser: Any, address: str, user: str, **options: Any) -> Any:
    """A page on which this person of the demo has typed the printed password."""
    page = browser.new_context(base_url=address, **options).new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", f"touchstone-{user}")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    return page
