from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_given_up")]
    operations = [
        migrations.RenameModel("Document", "Report"),
        migrations.AlterField(
            "report", "run", models.ForeignKey(on_delete=models.CASCADE, related_name="reports", to="reports.run")
        ),
    ]
