"""Who appears in the tests: Chen chairs, Eva evaluates, Bo buys, Otto observes, Mallory sits elsewhere."""

from dataclasses import dataclass

from django.utils import timezone

from selection.models import Member, Phase, Selection, User

PASSWORD = "a-fine-password-9"
NAMES = {
    "chen": ("陈主席", "Chen"),
    "eva": ("叶娃", "Eva"),
    "bo": ("柏买", "Bo"),
    "otto": ("欧图", "Otto"),
    "ada": ("安达", "Ada"),
    "aude": ("欧德", "Aude"),
    "mallory": ("马洛", "Mallory"),
}
ROLES = {"chen": ["chair"], "eva": ["evaluator"], "bo": ["procurement"], "otto": ["observer"], "aude": ["auditor"]}


@dataclass(frozen=True)
class Committee:
    """One selection with its people, by first name."""

    selection: Selection
    members: dict[str, Member]

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(name) from None


def person(name: str, **fields) -> User:
    """The person with this sign-in name, made when first asked for."""
    known = User.objects.filter(username=name).first()
    if known:
        return known
    zh, en = NAMES.get(name, (name, name))
    return User.objects.create_user(name, password=PASSWORD, name_zh=zh, name_en=en, **fields)


def admin() -> User:
    """Ada administers the site and sits on no committee."""
    return person("ada", is_site_admin=True)


def join(selection: Selection, name: str, *roles: str, **fields) -> Member:
    """Organisers who do not score have opened the prices."""
    held = roles or ROLES.get(name, ["evaluator"])
    flags = {f"is_{role}": True for role in held}
    if {"chair", "procurement"} & set(held) and "evaluator" not in held:
        fields.setdefault("prices_seen_at", timezone.now())
    return Member.objects.create(selection=selection, user=person(name), key=name, **flags, **fields)


def committee(
    code: str = "S-0001",
    phase: str = Phase.DEFINE,
    people: tuple[str, ...] = ("chen", "eva", "bo", "otto", "aude"),
    **fields,
) -> Committee:
    """A selection in this phase with these people in their usual roles."""
    names = {"name_zh": "客服平台", "name_en": "Service platform"} | fields
    selection = Selection.objects.create(code=code, phase=phase, **names)
    return Committee(selection, {name: join(selection, name) for name in people})
