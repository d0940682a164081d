"""Which secret key does this installation sign with?"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SHORTEST, FEWEST = 50, 5


def strong(key: str) -> str:
    """A key that the operator has set: none, or one that nobody can guess."""
    different = len(set(key))
    if key and (len(key) < SHORTEST or different < FEWEST):
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters, {different} of them different: use {SHORTEST} or more random ones "
            "(openssl rand -base64 48); SECRET_KEY_FALLBACKS keeps the former one for what it has signed"
        )
    return key


def kept_secret(path: Path) -> str:
    """The key in the file; made once, readable by its owner only."""
    if not path.exists():
        _create(path)
    return path.read_text().strip()


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(get_random_secret_key())
    try:
        os.link(draft, path)  # never overwrites: of two first starts, one wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
