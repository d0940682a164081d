"""Nothing: stock is taken once all that it looks at is there."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_exceptions_of_a_report"),
        ("selection", "0005_ended_chain"),
        ("scoring", "0003_sheet_without_order"),
        ("poc", "0003_pass_line_of_any_length"),
        ("vendors", "0002_everywhere"),
    ]
    operations = []
