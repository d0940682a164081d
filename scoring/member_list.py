"""How does a row of a pasted list say who sits on the committee, in which roles?"""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from scoring import counting
from selection import committee
from selection.bringing.lists import Column, ListKind, Values
from selection.models import Department, Member, Selection, User
from selection.people_list import DEPARTMENT, USERNAME, department_of
from selection.table_kinds import Key
from tables.heads import folded

SEVERAL = re.compile(r"[、,，;；/／+＋&|\n]|\band\b|和|兼")
ROLE_LABELS: dict[str, tuple[str, ...]] = {
    "chair": ("chair", "chairman", "chairwoman", "chairperson", "主席", "组长", "评审组长", "主任委员"),
    "procurement": ("procurement", "buyer", "采购", "采购员", "采购负责人"),
    "evaluator": ("evaluator", "scorer", "评委", "评审", "评审专家", "专家", "打分人"),
    "observer": ("observer", "观察员", "列席", "列席人员"),
    "auditor": ("auditor", "audit", "审计", "审计员", "监督"),
}

COLUMNS = (
    Column(
        "person",
        gettext_lazy("Person"),
        ("人员", "姓名", "成员", "评委姓名", "委员", "person", "name", "full name", "member"),
    ),
    USERNAME,
    DEPARTMENT,
    Column("roles", gettext_lazy("Roles"), ("角色", "职责", "身份", "roles", "role")),
)


# What a row says ---------------------------------------------------------------------------------
def _read(typed: Values) -> dict[str, str]:
    person, username = typed.get("person", ""), typed.get("username", "")
    if not (person or username):
        raise ValidationError({"person": _("Nobody is named in this row: write the name, or leave the row out.")})
    department = department_of(typed.get("department", ""))
    return {"person": person, "username": username, "department": department, "roles": _roles(typed.get("roles", ""))}


def _roles(typed: str) -> str:
    """Keys in the order of the product, with spaces between; empty where nothing is said."""
    meant = set()
    for word in filter(None, (part.strip() for part in SEVERAL.split(typed))):
        found = [role for role, words in ROLE_LABELS.items() if folded(word) in map(folded, words)]
        if not found:
            known = " · ".join(str(label) for label in committee.ROLE_NAMES.values())
            words = _("“%(word)s” is no role. Write one or several of: %(known)s.")
            raise ValidationError({"roles": words % {"word": word[:40], "known": known}})
        meant.add(found[0])
    return " ".join(role for role in Member.ROLES if role in meant)


def _key(values: Values) -> str:
    return _sign_in_key(values["username"]) if values["username"] else folded(values["person"])


def _sign_in_key(username: str) -> str:
    return f"@{folded(username)}"


def _shown(values: Values) -> list[str]:
    who = values["person"] or values["username"]
    if values["person"] and values["username"]:
        who = f"{values['person']} ({values['username']})"
    department = str(Department(values["department"]).label) if values["department"] else ""
    return [who, department, named_roles(values["roles"].split()) if values["roles"] else _("not said")]


def named_roles(roles: list[str]) -> str:
    return pgettext("list", ", ").join(str(committee.ROLE_NAMES[role]) for role in roles)


# What is there -----------------------------------------------------------------------------------
def _present(selection: Selection) -> dict[str, str]:
    """Under the sign-in name, and under each name that one seat alone bears."""
    seats = list(committee.active(selection))
    names = [(seat, name) for seat in seats for name in _names(seat)]
    count = Counter(name for _seat, name in names)
    found = {name: seat.key for seat, name in names if count[name] == 1}
    return found | {_sign_in_key(seat.user.username): seat.key for seat in seats if seat.user}


def _names(seat: Member) -> set[str]:
    own = (seat.user.name_zh, seat.user.name_en, seat.user.username) if seat.user else (seat.display_name,)
    return {folded(name) for name in own if name}


# Writing -----------------------------------------------------------------------------------------
def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """What is said already stays where the row does not say it."""
    if not present:
        user = _account(selection, values)
        roles = values["roles"].split() or ["evaluator"]
        department = values["department"] or user.department
        return (committee.add(selection, user=user, roles=roles, department=department, by=member).key,)
    seat = committee.active(selection).get(key=present)
    _check_alone(seat, values)
    roles, department = values["roles"].split() or seat.roles, values["department"] or seat.department
    if "evaluator" not in roles and seat.assignments.exists():
        words = _("%(person)s scores criteria chosen for them. Change this seat on its page.")
        raise ValidationError(words % {"person": seat.display_name})
    if (set(roles), department) != (set(seat.roles), seat.department):
        counting.change(seat, roles=roles, department=department, member=member)
    return (present,)


def _check_alone(seat: Member, values: Values) -> None:
    """A name alone may mean somebody without a seat too, and a sign-in name belongs to one name."""
    if not values["username"] and (others := _accounts(seat.selection, values)):
        raise _several(len(others) + 1)
    if values["person"] and folded(values["person"]) not in _names(seat):
        words = _("This sign-in name belongs to %(person)s.")
        raise ValidationError(words % {"person": seat.display_name})


def _account(selection: Selection, values: Values) -> User:
    """The one account that a row may mean; nobody is made here."""
    found = _accounts(selection, values)
    if len(found) > 1:
        raise _several(len(found))
    if not found:
        words = _("Nobody with an account and without a seat here is called so. A site administrator adds people.")
        raise ValidationError(words)
    return found[0]


def _accounts(selection: Selection, values: Values) -> list[User]:
    return [user for user in committee.candidates(selection) if _means(values, user)]


def _several(count: int) -> ValidationError:
    words = _("%(count)s people are called so. Write the sign-in name in a column of its own.")
    return ValidationError(words % {"count": count})


def _means(values: Values, user: User) -> bool:
    names = {folded(name) for name in (user.name_zh, user.name_en) if name}
    own = folded(user.username)
    if values["username"]:
        # Both have to fit: a sign-in name of somebody else is a slip.
        return own == folded(values["username"]) and (not values["person"] or folded(values["person"]) in names | {own})
    return folded(values["person"]) in names | {own}


MEMBERS = ListKind(
    table="members",
    columns=COLUMNS,
    asides=(
        *(
            "序号",
            "编号",
            "no.",
            "no",
            "#",
            "id",
            "职务",
            "职位",
            "title",
            "job title",
            "邮箱",
            "电子邮件",
            "email",
            "e-mail",
        ),
        *("电话", "手机", "phone", "备注", "remark", "remarks", "note", "notes"),
        *("负责打分", "打分范围", "scores", "价格", "prices"),
    ),
    needed=("person", "username"),
    lone="person",
    read=_read,
    key=_key,
    shown=_shown,
    heads=[gettext_lazy("Person"), gettext_lazy("Department"), gettext_lazy("Roles")],
    present=_present,
    write=_write,
)
