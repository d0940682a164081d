"""Write down what each selection holds, once, so that later changes without an event show."""

import secrets

from django.db import migrations
from django.utils import timezone

from reports.replay import BASELINE, state
from reports.runs import results_hash
from selection.ledger import event_hash, payload_hash


def take_stock(apps, schema_editor):
    for head in apps.get_model("selection", "ChainHead").objects.exclude(selection=None):
        runs = apps.get_model("reports", "Run").objects.filter(selection=head.selection_id, state="done")
        results = {str(run.number): results_hash(run.results) for run in runs.defer("document")}
        append(apps, head, {"state": state(head.selection_id, models=apps.get_model), "results": results})


def append(apps, head, body):
    salt, now = secrets.token_hex(16), timezone.now()
    event = apps.get_model("selection", "Event")(
        chain=head,
        sequence=head.sequence + 1,
        previous=head.hash,
        type=BASELINE,
        at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        object=head.selection.code,
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
        ("reports", "0005_exceptions_of_a_report"),
        ("selection", "0005_ended_chain"),
        ("scoring", "0003_sheet_without_order"),
        ("poc", "0003_pass_line_of_any_length"),
        ("vendors", "0002_everywhere"),
    ]
    operations = [migrations.RunPython(take_stock, migrations.RunPython.noop)]
