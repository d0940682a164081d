"""What may a process still do that reads what a stranger sent?

A hook is a belt and no wall: it stops what Python code asks for, not what a library does by itself; the limits
of the system stop the rest.
"""

import resource
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 2**20
FORBIDDEN = ("socket.", "subprocess.", "urllib.", "ftplib.", "http.", "smtplib.", "os.system", "os.exec", "os.fork")
ALSO_FORBIDDEN = ("os.posix_spawn", "os.spawn", "pty.spawn", "shutil.", "os.symlink", "os.link", "os.chmod")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a process may take, in bytes, seconds of the processor and open files."""

    memory: int
    seconds: int
    largest_file: int
    open_files: int = 128

    def impose(self) -> None:
        """Bound this process, or less where it is bounded already."""
        bounds = {
            resource.RLIMIT_AS: self.memory,
            resource.RLIMIT_CPU: self.seconds,
            resource.RLIMIT_FSIZE: self.largest_file,
            resource.RLIMIT_NOFILE: self.open_files,
            resource.RLIMIT_CORE: 0,
        }
        for what, most in bounds.items():
            hard = resource.getrlimit(what)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            last = least + (what == resource.RLIMIT_CPU)  # first SIGXCPU, which says why
            resource.setrlimit(what, (least, last if hard == resource.RLIM_INFINITY else min(last, hard)))


def lock(folders: Iterable[Path]) -> None:
    """From here on Python code may open no address, start no program and open no file outside these folders.

    Python's own folders and the one for temporary files stay open.
    """
    places = (sys.prefix, sys.base_prefix, tempfile.gettempdir(), *map(str, folders))

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN) or event in ALSO_FORBIDDEN:
            raise PermissionError(f"{event} is not allowed here")
        if event == "open" and not _may_open(arguments[0], places):
            raise PermissionError(f"{arguments[0]!r} may not be opened here")

    sys.addaudithook(refuse)


def _may_open(path: object, places: tuple[str, ...]) -> bool:
    if isinstance(path, int):
        return True
    return any(Path(str(path)).absolute().is_relative_to(place) for place in places)
