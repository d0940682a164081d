"""Mark the selections whose marks came with a file under an earlier release; its SHA-256 was not kept then.

Such a selection began in `consensus`; a copy or a file without marks begins in `define`.
"""

from django.db import migrations


def mark(apps, schema_editor):
    events = apps.get_model("selection", "Event").objects.filter(chain__selection__is_demo=False)
    for event in events.filter(type="selection.imported").select_related("chain__selection"):
        selection = event.chain.selection
        moved = events.filter(chain=event.chain, type="selection.moved", payload__isnull=False).order_by("sequence")
        first = moved.values_list("payload__body", flat=True).first()
        if (first or {}).get("from", selection.phase) == "consensus" and selection.imported_at is None:
            selection.imported_at, selection.imported_by_id = event.at, event.actor_id
            selection.save(update_fields=["imported_at", "imported_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_pages_without_attachments"),
        ("selection", "0006_seats_without_accounts"),
    ]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
