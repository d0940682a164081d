from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_baseline"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="plain_file",
            field=models.FileField(blank=True, upload_to="reports/"),
        ),
        migrations.AddField(
            model_name="document",
            name="plain_sha256",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
