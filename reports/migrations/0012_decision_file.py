from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_report")]

    operations = [migrations.RenameField("run", "document", "decision_file")]
