"""How many files are read at one moment, by all processes of a machine together?"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PAUSE = 0.1  # seconds between two looks


class Busy(Exception):
    """All turns are taken, and none came free in time."""


@contextmanager
def turn(folder: Path, *, most: int, wait: float) -> Iterator[None]:
    """Hold one of `most` turns, after `wait` seconds at the latest; who dies gives it back."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + wait
    while (held := _taken(folder, most)) is None:
        if time.monotonic() >= until:
            raise Busy
        time.sleep(PAUSE)
    with held:
        yield


def _taken(folder: Path, most: int) -> IO[str] | None:
    """The lock of a turn that nobody holds."""
    for number in range(most):
        lock = (folder / f"{number}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return lock
    return None
