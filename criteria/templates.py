"""Which templates can be copied, and how does a version become published?"""

from django.db.models import OuterRef, QuerySet, Subquery

from criteria.copying import copy_into
from criteria.models import TemplateVersion

__all__ = ["copy_into", "latest", "published"]


def latest(key: str) -> TemplateVersion:
    """The newest published version of a template."""
    versions = TemplateVersion.objects.select_related("template")
    return versions.filter(template__key=key, published_at__isnull=False).order_by("-number")[:1].get()


def published() -> QuerySet[TemplateVersion]:
    """The newest published version of every template in use, without its long content."""
    newest = TemplateVersion.objects.filter(template=OuterRef("template"), published_at__isnull=False).order_by(
        "-number"
    )
    rows = TemplateVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]), template__is_retired=False)
    return rows.select_related("template").defer("depths").order_by("template__position", "template__key")
