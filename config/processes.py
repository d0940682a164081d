"""Which processes run for us, and how do we make sure that none outlives us?"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
PATIENCE_SECONDS = 8
GROUP_IS_EMPTY = (ProcessLookupError, PermissionError)


@dataclass
class Processes:
    """Children in the order of their start; each leads a group of its own."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str]) -> None:
        # In a session of its own Ctrl-C reaches us alone, and what a child starts can be ended with
        # it.
        self.running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent
        )

    def first_ended(self) -> tuple[str, int] | None:
        for name, process in self.running.items():
            if (code := process.poll()) is not None:
                return name, code
        return None

    def stop(self) -> None:
        """Last started, first stopped; whoever has not gone in time is killed with its whole group."""
        while self.running:
            _, process = self.running.popitem()
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE_SECONDS)
    # Children of the child, for whom nobody has waited.
    with suppress(*GROUP_IS_EMPTY):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _await_empty_group(process.pid)


def _await_empty_group(group: int) -> None:
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except GROUP_IS_EMPTY:
            return
        time.sleep(0.02)


def end_with_parent() -> None:
    """Linux sends SIGTERM to the child even when its parent was killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
