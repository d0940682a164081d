from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("selection", "0011_kept_state")]

    operations = [
        migrations.AddField("member", "had_sheet", models.BooleanField(default=False)),
        migrations.AddField("member", "knows_prices", models.TextField(blank=True, default="")),
        migrations.AddField("member", "prices_seen_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("selection", "prices_recorded", models.BooleanField(default=True)),
    ]
