"""What was made of a finished run, which never changes: once put together, this process keeps it.

It is known by the text of the run's decision file and results as they stand in the database, by the language, and by
what the reader may see; whatever else it depended on would be shown to the wrong reader, or for too long.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from reports.models import Run
from selection.prepared import Prepared

Made = TypeVar("Made")
MOST = 32  # a page of the largest selection has about a megabyte
KEPT = LocMemCache("runs", {"timeout": None, "max_entries": MOST})


def kept(run: int, build: Callable[..., Made], **sight: str | bool) -> Made:
    """What `build` makes of a run's results and decision file; it may look at nothing else but `sight`."""
    [(decision_file, results)] = TEXTS.rows(run=run)
    parts = [build.__qualname__, get_language(), *map(repr, sorted(sight.items())), decision_file, results]
    # No text of the database holds a NUL, so no two lists of parts join to the same.
    key = sha256("\0".join(map(str, parts)).encode()).hexdigest()
    found: Made | None = KEPT.get(key)
    if found is None:
        found = build(json.loads(results), json.loads(decision_file), **sight)
        KEPT.set(key, found)
    return found


def _texts(run: int) -> QuerySet[Any, Any]:
    # As text: when all is kept, nobody needs the megabyte of JSON parsed.
    return Run.objects.filter(pk=run).order_by().values_list("decision_file", Cast("results", TextField()))


TEXTS: Prepared[tuple[str, str]] = Prepared(_texts, run=int)
