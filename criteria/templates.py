"""Which templates can be copied, and how does a version become published?"""

import copy
from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.content import digest_of
from criteria.copying import copy_into
from criteria.drafting import faults_of, given, held_in, hold, moved, points_of, stands
from criteria.events import TemplateEvent
from criteria.models import Template, TemplateVersion
from selection import ledger, limits, texts
from selection.models import User
from selection.versions import Stale

__all__ = [
    "copy_into",
    "discard_draft",
    "give_draft_weights",
    "latest",
    "lock_draft_weight",
    "new_draft",
    "new_template",
    "publish",
    "published",
    "retire",
    "set_draft_weight",
    "set_reason",
]


MOST_VERSIONS = 9999  # a selection keeps the name of its template together with the number of the version


def latest(key: str) -> TemplateVersion:
    """The newest published version of a template."""
    versions = TemplateVersion.objects.select_related("template")
    # fails where there is none, as `first` would not
    return versions.filter(template__key=key, published_at__isnull=False).order_by("-number")[:1].get()


def published() -> QuerySet[TemplateVersion]:
    """The newest published version of every template in use, without its long content."""
    # A subquery for each template: DISTINCT ON is known to PostgreSQL alone.
    newest = TemplateVersion.objects.filter(template=OuterRef("template"), published_at__isnull=False)
    first = newest.order_by("-number").values("pk")[:1]
    rows = TemplateVersion.objects.filter(pk=Subquery(first), template__is_retired=False)
    return rows.select_related("template").defer("depths").order_by("template__position", "template__key")


@transaction.atomic
def new_draft(template: Template, *, actor: User) -> TemplateVersion:
    """The next version, as a copy of the newest published one; the draft that exists when there is one."""
    # Two administrators would else start a draft each.
    row = Template.objects.select_for_update().get(pk=template.pk)
    newest = row.versions.order_by("-number").first()
    if newest and newest.published_at is None:
        return newest
    if newest is None:
        raise ValidationError(_("This template has no version to start from."))
    return _drafted(row, newest, newest.number + 1, actor=actor)


def _drafted(template: Template, source: TemplateVersion, number: int, *, actor: User) -> TemplateVersion:
    depths = copy.deepcopy(source.depths)
    # Reasons and locks belong to the draft in which they were given.
    for content in depths.values():
        content["why"] = {}
        content.pop("held", None)
    draft = TemplateVersion.objects.create(template=template, number=number, depths=depths, created_by=actor)
    name, origin = f"{template.key} v{number}", f"{source.template.key} v{source.number}"
    ledger.record(TemplateEvent.DRAFTED, actor=actor, object=name, payload={"from": origin})
    return draft


@transaction.atomic
def new_template(
    source: TemplateVersion, *, name_zh: str, name_en: str, summary_zh: str, summary_en: str, actor: User
) -> TemplateVersion:
    """A template of the organisation's own: a first draft, copied from a published version."""
    if not (name_zh.strip() or name_en.strip()):
        raise ValidationError({"name_zh": _("Give it a name, in Chinese or in English.")})
    ledger.locked_head()  # two at once would take the same key
    number = Template.objects.count() + 1
    used = set(Template.objects.values_list("key", flat=True))
    key = next(f"own-{n}" for n in count(1) if f"own-{n}" not in used)
    texts = {"name_zh": name_zh.strip(), "name_en": name_en.strip(), "summary_zh": summary_zh, "summary_en": summary_en}
    limits.check(layout.SELECTION, {"summary_zh": summary_zh, "summary_en": summary_en})
    with_version = {name: f"{texts[name]} v{MOST_VERSIONS}" for name in ("name_zh", "name_en")}
    limits.check(layout.TEMPLATE, with_version)
    # behind the shipped ones
    template = Template.objects.create(key=key, position=number + 100, **texts)
    return _drafted(template, source, 1, actor=actor)


def _held_draft(version: TemplateVersion, seen: int | None = None) -> TemplateVersion:
    row = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if row.published_at is not None:
        raise ValidationError(_("A published version never changes. Start a new draft from it."))
    if seen is not None and seen != row.revision:
        raise Stale
    return row


@transaction.atomic
def set_draft_weight(
    version: TemplateVersion, *, depth: str, code: str, points: Decimal, seen: int, actor: User
) -> TemplateVersion:
    """Give a category, sub-group or leaf of a draft these points of 100; both depths stay in step."""
    draft = _held_draft(version)
    if stands(draft.depths, depth, code, points=points):
        return draft  # also when an answer was lost and the same is sent again
    if seen != draft.revision:
        raise Stale
    before, draft.depths = draft.depths, moved(draft.depths, depth, code, points=points)
    if before != draft.depths:
        draft.revision += 1
        draft.save(update_fields=["depths", "revision"])
        payload = {"code": code, "depth": depth, "points": f"{points:f}"}
        ledger.record(
            TemplateEvent.WEIGHED, actor=actor, object=f"{draft.template.key} v{draft.number}", payload=payload
        )
    return draft


@transaction.atomic
def give_draft_weights(
    version: TemplateVersion, *, depth: str, shares: Mapping[str, int], held: Collection[str], seen: int, actor: User
) -> TemplateVersion:
    """Give every criterion of a draft its weight at once, in hundredths of a point."""
    draft = _held_draft(version, seen)
    before, draft.depths = draft.depths, given(draft.depths, depth, shares, held=held)
    if before != draft.depths:
        draft.revision += 1
        draft.save(update_fields=["depths", "revision"])
        name, payload = f"{draft.template.key} v{draft.number}", {"depth": depth, "shares": dict(shares)}
        ledger.record(TemplateEvent.WEIGHTS_GIVEN, actor=actor, object=name, payload=payload)
    return draft


@transaction.atomic
def lock_draft_weight(
    version: TemplateVersion, *, depth: str, code: str, locked: bool, seen: int, actor: User
) -> TemplateVersion:
    """Keep a weight of a draft from giving way when another moves, or let it again."""
    draft = _held_draft(version, seen)
    if depth not in draft.depths or code not in points_of(draft.depths[depth]):
        raise ValidationError(_("“%(code)s” is not in this template.") % {"code": code})
    if (code in held_in(draft.depths[depth])) != locked:
        hold(draft.depths, depth, code, is_held=locked)
        draft.revision += 1
        draft.save(update_fields=["depths", "revision"])
        kind = TemplateEvent.WEIGHT_LOCKED if locked else TemplateEvent.WEIGHT_UNLOCKED
        name = f"{draft.template.key} v{draft.number}"
        ledger.record(kind, actor=actor, object=name, payload={"code": code, "depth": depth})
    return draft


@transaction.atomic
def set_reason(
    version: TemplateVersion, *, depth: str, code: str, reason: str, seen: int, actor: User
) -> TemplateVersion:
    """Why a weight of the draft differs from the version before."""
    draft, words = _held_draft(version, seen), texts.sentence(reason, most=200, field="reason")
    if depth not in draft.depths:
        raise ValidationError(_("This template has no such depth."))
    why = draft.depths[depth].setdefault("why", {})
    if why.get(code, "") != words:
        why[code] = words
        draft.revision += 1
        draft.save(update_fields=["depths", "revision"])
        payload = {"code": code, "depth": depth}
        name = f"{draft.template.key} v{draft.number}"
        ledger.record(TemplateEvent.EXPLAINED, actor=actor, object=name, reason=words, payload=payload)
    return draft


@transaction.atomic
def publish(version: TemplateVersion, *, note: str, seen: int, actor: User) -> TemplateVersion:
    """Make a draft the version that new selections copy; it never changes again."""
    draft = _held_draft(version, seen)
    faults = [fault for content in draft.depths.values() for fault in faults_of(content)]
    if faults:
        raise ValidationError(faults)
    for content in draft.depths.values():
        content.pop("held", None)  # how the weights were found is no part of the version
    draft.note, draft.digest = texts.sentence(note, most=500, field="note"), digest_of(draft.depths)
    draft.published_by, draft.published_at = actor, timezone.now()
    draft.save(update_fields=["depths", "note", "digest", "published_by", "published_at"])
    name = f"{draft.template.key} v{draft.number}"
    ledger.record(TemplateEvent.PUBLISHED, actor=actor, object=name, payload={"digest": draft.digest})
    return draft


@transaction.atomic
def discard_draft(version: TemplateVersion, *, actor: User) -> None:
    """Delete a draft; a template that never had a published version goes with it."""
    draft = _held_draft(version)
    template = draft.template
    ledger.record(TemplateEvent.DISCARDED, actor=actor, object=f"{template.key} v{draft.number}")
    draft.delete()
    if not template.versions.exists():
        template.delete()


@transaction.atomic
def retire(template: Template, *, retired: bool, actor: User) -> None:
    """Take a template out of the choice for new selections, or offer it again."""
    changed = Template.objects.filter(pk=template.pk, is_retired=not retired).update(is_retired=retired)
    if changed:
        kind = TemplateEvent.RETIRED if retired else TemplateEvent.RESTORED
        ledger.record(kind, actor=actor, object=template.key)
