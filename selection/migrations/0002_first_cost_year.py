"""Cost years keep the names they were shown under: those of a decision in December began in its own year."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DECEMBER = 12


def keep_the_year_that_was_shown(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    shown = apps.get_model("selection", "Selection").objects.filter(decision_date__month=DECEMBER)
    for selection in shown.only("decision_date"):
        selection.first_cost_year = selection.decision_date.year
        selection.save(update_fields=["first_cost_year"])


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="selection",
            name="first_cost_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(keep_the_year_that_was_shown, migrations.RunPython.noop, elidable=True),
    ]
