from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_initial")]

    operations = [
        migrations.AddField(model_name="run", name="sequence", field=models.PositiveIntegerField(default=0)),
        migrations.AlterModelOptions(name="run", options={"ordering": ["-sequence", "-number"]}),
    ]
