"""What failed outside the product: is the disk full, the data read-only, the database busy or away?"""

import errno
import sqlite3
from enum import Enum, auto

from django.db import DatabaseError, OperationalError


class Failure(Enum):
    FULL = auto()
    READ_ONLY = auto()
    BUSY = auto()
    AWAY = auto()


FILES = {
    errno.ENOSPC: Failure.FULL,
    errno.EDQUOT: Failure.FULL,
    errno.EFBIG: Failure.FULL,
    errno.EROFS: Failure.READ_ONLY,
}
# The low byte of SQLite's result code.
SQLITE = {
    sqlite3.SQLITE_BUSY: Failure.BUSY,
    sqlite3.SQLITE_LOCKED: Failure.BUSY,
    sqlite3.SQLITE_FULL: Failure.FULL,
    sqlite3.SQLITE_READONLY: Failure.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Failure.AWAY,
    sqlite3.SQLITE_IOERR: Failure.AWAY,
}
# The beginning of PostgreSQL's state.
POSTGRESQL = {  # longer ones first: 53100 is a full disk, any other 53 is not
    "53100": Failure.FULL,
    "25006": Failure.READ_ONLY,
    "55P03": Failure.BUSY,  # lock_not_available
    "40P01": Failure.BUSY,  # deadlock_detected
    "57P": Failure.AWAY,  # it is being stopped or started
    "08": Failure.AWAY,  # the connection was refused or lost
    "53": Failure.AWAY,  # too many connections, or no memory
}


def failure(error: BaseException) -> Failure | None:
    """What kind it is; nothing when the fault is ours."""
    if isinstance(error, OSError):
        return FILES.get(error.errno or 0)
    # Django wraps what the driver raises and keeps it as the cause.
    cause = error if isinstance(error, sqlite3.Error) else error.__cause__
    if isinstance(cause, sqlite3.Error):
        return SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if not isinstance(error, DatabaseError):
        return None
    state = getattr(cause, "sqlstate", "") or ""
    if not state:  # psycopg could not reach the server, or lost it
        return Failure.AWAY if isinstance(error, OperationalError) else None
    return next((kind for start, kind in POSTGRESQL.items() if state.startswith(start)), None)
