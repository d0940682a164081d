"""Does a database of the release before, with very many marks, come up with each of them and prove them?"""

import json
import lzma
import sqlite3
import time
from contextlib import closing

import pytest

from tests.held.running import python, run, say
from tests.held.size import TIMES
from tests.releases.test_upgrade import HERE

pytestmark = [pytest.mark.campaign, pytest.mark.services]
JUDGES = 96 * TIMES
VENDORS = "DEFGHIJKL"
OPEN = "(SELECT id FROM selection_selection WHERE code = 'S-0008')"
MARKS = f"""
INSERT INTO scoring_score (round_id, member_id, criterion_id, vendor_id, score, is_not_applicable, level, rationale,
  version, operation, updated_at)
SELECT r.id, m.id, c.id, v.id, (m.id + 3 * c.id + 7 * v.id) % 11, 0, 'demonstrated',
  '第 ' || c.id || ' 项第 ' || v.id || ' 家，由' || m.key || '看过。', 1 + c.id % 3, '', '2026-11-29 08:00:00'
FROM scoring_round r
JOIN selection_member m ON m.selection_id = r.selection_id AND m.key LIKE 'judge%'
JOIN criteria_criterion c ON c.selection_id = r.selection_id AND c.kind = 'rated'
JOIN vendors_vendor v ON v.selection_id = r.selection_id
WHERE r.selection_id = {OPEN} AND r.closed_at IS NULL
"""
CHANGED = """
from scoring.models import Score
mark = Score.objects.filter(member__key="judge50").earliest("pk")
Score.objects.filter(pk=mark.pk).update(score=(mark.score + 1) % 11)
"""
ACCUSED = "  replay · marks 1/F-CH/A/judge50 · what is stored is not what the recorded acts led to"
FIELDS = ["id", "round_id", "member_id", "criterion_id", "vendor_id", "score", "is_not_applicable", "level"]
FIELDS += ["rationale", "version", "operation"]
KEPT = f"""
import json
from scoring.models import Score
print(json.dumps(list(Score.objects.values_list(*{FIELDS}))))
"""
COPIED = """
import sys
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
old = {{"ENGINE": "django.db.backends.sqlite3", "NAME": {path!r}}}
connections.settings = connections.configure_settings(settings.DATABASES | {{"old": old}})
last = {{}}
for app, name in sorted(MigrationRecorder(connections["old"]).applied_migrations()):
    last[app] = name
executor = MigrationExecutor(connection)
executor.migrate(list(last.items()))
models = executor.loader.project_state(list(last.items())).apps.get_models(include_auto_created=True)
with transaction.atomic(), connection.cursor() as cursor:
    for model in models:
        model._base_manager.all()._raw_delete("default")
        model._base_manager.bulk_create(model._base_manager.using("old"), batch_size=1000)
    for sql in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(sql)
"""


def more(database, table, row, changes):
    """The row again and again, each time with other values."""
    place = database.execute(f"SELECT * FROM {table} WHERE {row}")
    known = dict(zip([column[0] for column in place.description], place.fetchone(), strict=True))
    known.pop("id")
    rows = [known | change for change in changes]
    names = ", ".join(f":{name}" for name in known)
    database.executemany(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({names})", rows)


def grown(path):
    """What the release before would hold after a very large round; its marks."""
    names = [f"judge{number}" for number in range(JUDGES)]
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(lzma.decompress((HERE / "engine-3.sql.xz").read_bytes()).decode())
        people = [{"username": name, "name_zh": name, "is_site_admin": 0} for name in names]
        more(database, "selection_user", "username = 'lin'", people)
        users = dict(database.execute("SELECT username, id FROM selection_user").fetchall())
        seats = [{"key": name, "user_id": users[name]} for name in names]
        more(database, "selection_member", f"key = 'lin' AND selection_id = {OPEN}", seats)
        vendors = [{"code": code, "name_zh": f"{code} 家", "name_en": f"Vendor {code}"} for code in VENDORS]
        more(database, "vendors_vendor", f"code = 'A' AND selection_id = {OPEN}", vendors)
        database.execute(MARKS)
        return set(database.execute(f"SELECT {', '.join(FIELDS)} FROM scoring_score").fetchall())


def test_marks_of_a_very_large_round_come_up_and_are_proved(empty_place, tmp_path):
    data, environment = empty_place
    path = tmp_path / "before.sqlite3" if environment["DATABASE_URL"] else data / "touchstone.sqlite3"
    before = grown(path)
    if environment["DATABASE_URL"]:
        python(environment, COPIED.format(path=str(path)))
    began = time.monotonic()
    run(environment, "manage.py", "migrate", "-v0")
    migrated = time.monotonic()
    after = {tuple(row) for row in json.loads(python(environment, KEPT))}
    assert run(environment, "manage.py", "verify").endswith("no findings\n")
    took = f"{migrated - began:.0f} s to migrate, {time.monotonic() - migrated:.0f} s to read and verify"
    say(f"{len(before)} marks of the release before, {took}: {len(before - after)} lost, {len(after - before)} new")
    assert (len(before) > 24_000, before ^ after) == (True, set())
    python(environment, CHANGED)  # the control: one mark of them is another
    told = run(environment, "manage.py", "verify", code=1).splitlines()
    assert [line for line in told if "·" in line and "proves from" not in line] == [ACCUSED]
