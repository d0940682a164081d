"""What does the operator do about a failure of disk, files or database? One sentence instead of a traceback."""

import sqlite3

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from selection.failures import Failure, failure

SENTENCES = {
    Failure.FULL: "there is no space left; make room on the disk, then try again",
    Failure.READ_ONLY: "what has to be written is read-only; mount it for writing, or set TOUCHSTONE_DATA to another "
    "folder",
    Failure.BUSY: "another program holds the database; try again when it has ended",
    Failure.AWAY: "the database cannot be opened or reached; check that the disk has room, that the data directory "
    "exists and belongs to this account, and that the database server of DATABASE_URL runs",
}
FAILED = (ImproperlyConfigured, OSError, DatabaseError, sqlite3.Error)


def remedy(error: BaseException) -> str:
    """What is wrong and what to do; empty when the fault is in the code."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    kind = failure(error)
    told = str(error).removeprefix(f"[Errno {error.errno}] ") if isinstance(error, OSError) else str(error)
    if kind:
        return f"{SENTENCES[kind]} ({' '.join(told.split())})"
    match error:
        case FileNotFoundError(filename=name) if name:
            return f"there is no {name}; check the name"
        case FileNotFoundError():
            return f"{told}; check that the disk has room"
        case PermissionError(filename=name) if name:
            return f"this account may not open {name}; check whom it belongs to"
        case IsADirectoryError(filename=name) | NotADirectoryError(filename=name) if name:
            return f"{told}; name a file"
    return ""
