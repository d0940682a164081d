"""How does a file come to its place whole, or not at all, and is it still the one that was put there?"""

import hashlib
import os
import uuid
from pathlib import Path


def keep(target: Path, content: bytes) -> None:
    """The content under this name, on the disk; whoever is stopped on the way leaves what was there before."""
    if whole(target, hashlib.sha256(content).hexdigest()) is not None:
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}.*.partial"):
        left.unlink(missing_ok=True)
    # In the same folder: only within one file system does a rename happen whole.
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}.partial")
    try:
        _write(draft, content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    _settle(target.parent)


def whole(path: Path, digest: str) -> bytes | None:
    """The file's bytes when they have this SHA-256; nothing when it is missing, unreadable or another one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def _write(draft: Path, content: bytes) -> None:
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        # A rename may reach the disk before the bytes do; after
        # a loss of power the name would stand for nothing.
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """The new name itself survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
