"""Do cost years keep the names that they were shown under?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from selection.models import Selection
from vendors.costing.years import first_year

BEFORE = [("selection", "0001_initial")]
AFTER = [("selection", "0002_first_cost_year")]


@pytest.fixture
def nothing(db: None, tmp_path: Path) -> Iterator[None]:
    """A database without a table, so that no app but this one is migrated."""
    usual = connections["default"]
    given = usual.settings_dict | {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "database")}
    connections["default"] = DatabaseWrapper(given, "default")
    yield
    connections["default"].close()
    connections["default"] = usual


@pytest.mark.usefixtures("nothing")
def test_an_upgrade_keeps_the_years_that_were_shown() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("selection", "Selection")
    days = {"S-1": date(2026, 12, 25), "S-2": date(2027, 12, 1), "S-3": date(2026, 3, 27), "S-4": None}
    for code, day in days.items():
        old.objects.create(code=code, decision_date=day)
    executor.loader.build_graph()
    executor.migrate(AFTER)
    new = executor.loader.project_state(AFTER).apps.get_model("selection", "Selection")
    found = {row.code: (row.first_cost_year, first_year(row)) for row in new.objects.all()}
    assert found == {"S-1": (2026, 2026), "S-2": (2027, 2027), "S-3": (None, 2026), "S-4": (None, None)}


@pytest.mark.parametrize(
    ("day", "stated", "year"),
    [
        (date(2026, 12, 25), None, 2027),
        (date(2026, 3, 27), None, 2026),
        (date(2026, 3, 27), 2028, 2028),
        (None, 2029, 2029),
        (None, None, None),
    ],
)
def test_the_first_cost_year_is_that_of_the_month_after_the_decision(
    day: date | None, stated: int | None, year: int | None
) -> None:
    assert first_year(Selection(decision_date=day, first_cost_year=stated)) == year
