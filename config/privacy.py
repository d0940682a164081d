"""Who else on this machine may read what the installation keeps? Nobody."""

import os
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def owner_only() -> None:
    """What this process and its children create from now on is for its owner alone."""
    os.umask(OTHERS)


def require_closed(folder: Path) -> None:
    """Refuse a folder that another account of this machine may enter, read or write."""
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        return  # it will be made closed
    if mode & OTHERS:
        raise ImproperlyConfigured(
            f"other accounts of this machine may enter {folder}; close it: chmod -R go= {folder} "
            "(where that changes nothing, set TOUCHSTONE_DATA to a folder on a file system with owners)"
        )


def require_own(folder: Path) -> None:
    """Refuse a folder, at a place that others can foresee, which somebody else has made."""
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ImproperlyConfigured(f"{folder} belongs to another account of this machine; have it removed")
    require_closed(folder)
