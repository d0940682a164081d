"""Is this data directory in use by a running installation?"""

import fcntl
from pathlib import Path
from typing import IO


class InUse(Exception):
    """Another process holds the data directory."""


def occupy(data_dir: Path) -> IO[str]:
    """Held until the returned file is closed, or the process ends in whatever way."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (data_dir / "running.lock").open("a+")  # not emptied: somebody else may hold it
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise InUse(str(data_dir)) from error
    return lock
