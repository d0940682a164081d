"""Costs that were entered for every growth path follow into those added later."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vendors', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='costline',
            name='is_everywhere',
            field=models.BooleanField(default=False),
        ),
    ]
