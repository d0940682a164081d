"""Selections that began before it was recorded who saw prices say so; who has marks keeps their sheet."""

from django.db import migrations
from django.db.models import Q


def say_so(apps, schema_editor):
    selections = apps.get_model("selection", "Selection").objects
    costs = Q(vendors__cost_lines__isnull=False) | Q(vendors__seat_prices__isnull=False)
    began = selections.filter(~Q(phase="define") | costs)
    selections.filter(pk__in=began.values("pk")).update(prices_recorded=False)
    marks = apps.get_model("scoring", "Score").objects.filter(round__selection__phase="score")
    left = ~Q(is_evaluator=True, removed_at=None)
    apps.get_model("selection", "Member").objects.filter(left, pk__in=marks.values("member")).update(had_sheet=True)


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0003_sheet_without_order"),
        ("selection", "0012_who_saw_prices"),
        ("vendors", "0002_everywhere"),
    ]
    operations = [migrations.RunPython(say_so, migrations.RunPython.noop)]
