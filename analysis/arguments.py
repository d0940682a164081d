"""Is an argument of the kind that was asked for: a word of several, a function, a generator, yes or no?"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Kind = TypeVar("Kind")


def choice(name: str, value: object, options: Collection[str]) -> str:
    """Return one of several words, or refuse the named argument."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name}: expected one of {sorted(options)}, got {value!r}")
    return value


def function(name: str, value: object) -> Callable[..., Any]:
    """Return what can be called, or refuse the named argument."""
    if not callable(value):
        raise ValueError(f"{name}: expected a function, got {value!r}")
    return value


def functions(name: str, value: object) -> list[Callable[..., Any]]:
    """Return at least one function, or refuse the named argument."""
    given = list(value) if isinstance(value, Iterable) else []
    if not given or not all(callable(one) for one in given):
        raise ValueError(f"{name}: expected a sequence of functions, got {value!r}")
    return given


def generator(name: str, value: np.random.Generator | None) -> np.random.Generator:
    """Return a generator of random numbers, or refuse the named argument."""
    return one_of_kind(name, value, np.random.Generator)


def one_of_kind(name: str, value: Kind | None, kind: type[object]) -> Kind:
    """Return an object of the kind that is needed, or refuse the named argument."""
    if value is None or not isinstance(value, kind):
        raise ValueError(f"{name}: expected {kind.__module__.split('.')[0]}'s {kind.__name__}, got {value!r}")
    return value


def mapping(name: str, value: object) -> Mapping[Any, Any]:
    """Return a mapping, or refuse the named argument."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: expected a mapping, got {value!r}")
    return value


def sequence(name: str, value: object) -> list[Any]:
    """Return what can be counted through, but no text, as a list, or refuse the named argument."""
    # A text is a sequence of its letters, and never meant as one.
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise ValueError(f"{name}: expected a sequence, got {value!r}")
    return list(value)


def flag(name: str, value: object) -> bool:
    """Return yes or no, or refuse the named argument."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name}: expected True or False, got {value!r}")
    return bool(value)


def flags(name: str, value: ArrayLike) -> NDArray[np.bool_]:
    """Return an array of yes and no, also written as 1 and 0, or refuse the named argument."""
    try:
        found = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name}: expected True and False in rows of one length: {error}") from error
    if found.dtype != bool and not (found.dtype.kind in "iuf" and np.isin(found, (0, 1)).all()):
        raise ValueError(f"{name}: expected True and False, got {value!r}")
    return found.astype(bool)


def precision(name: str, value: DTypeLike) -> np.dtype[Any]:
    """Return one of the two precisions, or refuse the named argument."""
    try:
        found = np.dtype(value)
    except TypeError:
        found = np.dtype(object)
    # To numpy None is float64.
    if value is None or found not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ValueError(f"{name}: expected float64 or float32, got {value!r}")
    return found
