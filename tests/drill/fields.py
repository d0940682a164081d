"""Which field of which model is proved? One value of each is changed, as somebody could in the database."""

import re
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from criteria.models import Criterion
from reports.proof import stored
from reports.proof.unproved import CHECKED, UNPROVED
from scoring.models import Consensus
from selection import triggers
from selection.models import Selection
from vendors.models import Vendor

NOBODY = 10**6  # a key that no row has


def names():
    """app.Model.field, of every field that a table or a table of links holds."""
    for app in settings.OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            for field in (*model._meta.fields, *model._meta.many_to_many):
                if not field.primary_key:
                    yield f"{app}.{model.__name__}.{field.name}"


def complete():
    """A row in the table that nothing of the examples fills."""
    criterion, vendor = Criterion.objects.order_by("pk").first(), Vendor.objects.order_by("pk").first()
    Consensus.objects.create(criterion=criterion, vendor=vendor, value="7", reason="x")


def is_among(name, lists):
    whole = f"{name.rpartition('.')[0]}.*"
    return any(name in listed or whole in listed for listed in lists.values())


def is_listed(name):
    return is_among(name, CHECKED) or is_among(name, UNPROVED)


def change(name):
    """Another value in the first row that takes one; whether there is such a row."""
    app, model, field = name.split(".")
    model = apps.get_model(app, model)
    field = model._meta.get_field(field)
    if field.many_to_many:
        links = field.remote_field.through.objects
        return bool(links.filter(pk=links.values_list("pk", flat=True).first()).delete()[0])
    row = model._default_manager.order_by("pk").first()
    return row is not None and any(_is_taken(row, field, value) for value in _others(field, row))


def _is_taken(row, field, value):
    try:
        with transaction.atomic():
            return bool(type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: value}))
    except IntegrityError:
        return False


def _others(field, row):
    """Values that are not the present one; the database may refuse some."""
    now = getattr(row, field.attname)
    if field.is_relation:
        others = field.related_model._default_manager.exclude(pk=now).order_by("pk").values_list("pk", flat=True)
        return [*others[:3], *([None] if field.null and now is not None else []), NOBODY]
    if isinstance(field, models.BooleanField):
        return [not now]
    if isinstance(field, models.DateTimeField):
        return [(now or timezone.now()) + timedelta(days=1)]
    if isinstance(field, models.DateField):
        return [(now or timezone.localdate()) + timedelta(days=1)]
    if isinstance(field, models.IntegerField):
        return [(now or 0) + 1000, (now or 0) - 1, (now or 0) + 1]
    if isinstance(field, models.JSONField):
        return [{"other": "x"}]
    return [value for value in ("x", "y", *dict(field.choices or ())) if value != now]


def parts_by_table():
    """Which parts look at which tables."""
    found = {}
    own = Selection.objects.values_list("pk", flat=True).first()
    for part in stored.PARTS:
        with CaptureQueriesContext(connection) as queries:
            stored.entries(part, None if part in stored.SITE else own)
        for table in set(re.findall(r'"(\w+)"', " ".join(query["sql"] for query in queries))):
            found.setdefault(table, []).append(part)
    return found


def table_of(name):
    app, model, field = name.split(".")
    model = apps.get_model(app, model)
    field = model._meta.get_field(field)
    return (field.remote_field.through if field.many_to_many else model)._meta.db_table


def held(parts):
    """What these parts hold, of the site and of all selections."""
    owners = list(Selection.objects.values_list("pk", flat=True))
    return [stored.entries(part, owner) for part in parts for owner in ([None] if part in stored.SITE else owners)]


def after_change(name, look):
    """What `look` sees after a change that is undone; nothing where there is no row."""
    with transaction.atomic():
        triggers.drop()
        is_changed = change(name)
        triggers.make()
        seen = look() if is_changed else None
        transaction.set_rollback(True)
    return seen
