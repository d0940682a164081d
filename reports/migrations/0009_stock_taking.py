"""Write down what the site and each selection hold, once, so that later changes without an event show."""

import secrets

from django.db import migrations
from django.utils import timezone

from selection.events import CourseEvent
from reports.runs import results_hash
from reports.proof.stored import state
from selection.ledger import SITE, event_hash, payload_hash


def take_stock(apps, schema_editor):
    heads = apps.get_model("selection", "ChainHead").objects
    if apps.get_model("selection", "User").objects.exists():
        site, _is_new = heads.get_or_create(key=SITE)
        append(apps, site, SITE, {"state": state(None, models=apps.get_model)})
    for head in heads.exclude(selection=None).select_related("selection"):
        runs = apps.get_model("reports", "Run").objects.filter(selection=head.selection_id, state="done")
        results = {str(run.number): results_hash(run.results) for run in runs.defer("document")}
        body = {"state": state(head.selection_id, models=apps.get_model), "results": results}
        append(apps, head, head.selection.code, body)


def append(apps, head, name, body):
    salt, now = secrets.token_hex(16), timezone.now()
    event = apps.get_model("selection", "Event")(
        chain=head,
        sequence=head.sequence + 1,
        previous=head.hash,
        type=CourseEvent.BASELINE,
        at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        object=name,
        payload_hash=payload_hash(salt, body),
        app="selection",
    )
    event.hash = event_hash(event)
    event.save()
    apps.get_model("selection", "Payload").objects.create(event=event, salt=salt, body=body)
    head.sequence, head.hash = event.sequence, event.hash
    head.save()


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_imported_before"),
        ("selection", "0011_kept_state"),
        ("criteria", "0002_initial"),
        ("vendors", "0002_everywhere"),
        ("scoring", "0004_who_saw_prices"),
        ("poc", "0003_pass_line_of_any_length"),
    ]
    operations = [migrations.RunPython(take_stock, migrations.RunPython.noop)]
