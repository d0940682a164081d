from django.db import migrations, models


def give_runs(apps, schema_editor):
    """A decision made before rests on the last run that had finished by then."""
    Decision, Run = apps.get_model("reports", "Decision"), apps.get_model("reports", "Run")
    for decision in Decision.objects.all():
        runs = Run.objects.filter(selection=decision.selection_id, state="done", finished_at__lte=decision.decided_at)
        decision.run = runs.order_by("-finished_at", "-number").first()
        decision.save(update_fields=["run"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_run_sequence")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="run",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="decisions", to="reports.run"
            ),
        ),
        migrations.AddField(model_name="decision", name="waivers", field=models.JSONField(default=None, null=True)),
        migrations.AddField(
            model_name="decision", name="outcome", field=models.TextField(blank=True, default="")
        ),
        migrations.RunPython(give_runs, migrations.RunPython.noop),
    ]
