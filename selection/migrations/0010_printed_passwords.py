from django.contrib.auth.hashers import check_password
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

EXAMPLES = ("lin", "zhou", "chen", "he", "su", "xu", "gu", "fang", "qin", "wu")


def mark_published_passwords(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier starts printed the same passwords everywhere; who still has theirs is known by trying."""
    user_model = apps.get_model("selection", "User")
    for user in user_model.objects.filter(username__in=EXAMPLES, is_active=True):
        if check_password(f"touchstone-{user.username}", user.password):
            user_model.objects.filter(pk=user.pk).update(is_password_printed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0009_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_password_printed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_published_passwords, migrations.RunPython.noop),
    ]
