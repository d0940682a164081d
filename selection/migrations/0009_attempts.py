from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget_earlier_failures(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """They named who was typed from where, and are counted in another table from now on."""
    schema_editor.execute("DELETE FROM axes_accessattempt")


class Migration(migrations.Migration):
    dependencies = [
        ("axes", "0001_initial"),
        ("selection", "0008_notices_and_refusals"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=50, unique=True)),
                ("name", models.CharField(blank=True, db_index=True, default="", max_length=32)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField(db_index=True)),
                ("pauses", models.PositiveIntegerField(default=0)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RunPython(forget_earlier_failures, migrations.RunPython.noop),
    ]
