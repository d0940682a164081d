"""How does a row of a pasted list say who gets an account, and is every account of a list made or none?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection import accounts, again
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.block import BadCell
from selection.bringing.lists import Column, ListBlock, RowKind, Values, in_own_language, read_rows
from selection.languages import LANGUAGES, language_of, pick
from selection.models import Department, User
from tables.heads import folded

NAMES = "name:"  # before a key that is a name alone, which several people may bear
DEPARTMENT_LABELS: dict[Department, tuple[str, ...]] = {
    Department.SERVICE: ("customer service", "service", "客服", "客服部", "客户服务", "客户服务部", "客服中心"),
    Department.IT: ("it", "it department", "it部", "信息技术", "信息技术部", "信息部", "科技部", "技术部"),
    Department.OPERATIONS: ("operations", "运营", "运营部", "业务部"),
    Department.FINANCE: ("finance", "财务", "财务部"),
    Department.PROCUREMENT: ("procurement", "purchasing", "采购", "采购部"),
    Department.QUALITY: ("service quality", "quality", "客服质检", "质检", "质检部"),
    Department.OTHER: ("other", "其他"),
}


def department_meant(word: str) -> str:
    """A word → the department, or nothing."""
    return next((str(key) for key, words in DEPARTMENT_LABELS.items() if folded(word) in map(folded, words)), "")


def department_of(typed: str) -> str:
    """A word, or one of the choices where a person has said what a word means; empty where nothing is said."""
    said = typed if typed in Department.values else department_meant(typed)
    if typed and not said:
        known = " · ".join(str(one.label) for one in Department)
        raise ValidationError({"department": _("Write one of: %(known)s.") % {"known": known}})
    return said


DEPARTMENT = Column(
    "department",
    gettext_lazy("Department"),
    ("部门", "所在部门", "department", "division"),
    choices=Department.choices,
    means=department_meant,
)
USERNAME = Column(
    "username",
    gettext_lazy("Sign-in name"),
    ("登录名", "账号", "用户名", "sign-in name", "username", "login", "account"),
)
COLUMNS = (
    Column("name", gettext_lazy("Full name"), ("姓名", "人员", "名字", "full name", "name", "person")),
    Column(
        "name_zh",
        gettext_lazy("Name in Chinese"),
        ("中文名", "中文名称", "中文姓名", "name in chinese"),
        is_to_fill_in=False,
    ),
    Column(
        "name_en",
        gettext_lazy("Name in English"),
        ("英文名", "英文名称", "英文姓名", "name in english"),
        is_to_fill_in=False,
    ),
    USERNAME,
    DEPARTMENT,
    Column("title", gettext_lazy("Job title"), ("职务", "职位", "岗位", "job title", "title", "position")),
    Column("email", gettext_lazy("E-mail"), ("邮箱", "电子邮件", "电子邮箱", "e-mail", "email", "mail")),
)


def _read(typed: Values) -> dict[str, str]:
    missing = _("Nobody is named in this row: write the name, or leave the row out.")
    values = in_own_language(typed, "name", missing=missing)
    title = typed.get("title", "")
    return {
        **values,
        "username": typed.get("username", ""),
        "department": department_of(typed.get("department", "")),
        "email": typed.get("email", ""),
        **({f"title_{language_of(title)}": title} if title else {}),
    }


def _key(values: Values) -> str:
    """A sign-in name or an address is one person's; a name may be several people's."""
    own = values["username"] or values["email"]
    return folded(own) if own else f"{NAMES}{folded(_name(values))}"


def _name(values: Values) -> str:
    return pick({language: values[f"name_{language}"] for language in LANGUAGES})[0]


def _shown(values: Values) -> list[str]:
    department = Department(values["department"] or Department.SERVICE)
    said = str(department.label) if values["department"] else _("%(name)s (not said)") % {"name": department.label}
    return [_name(values), values["username"], said, values["email"]]


PEOPLE = RowKind(
    columns=COLUMNS,
    asides=(
        *("序号", "编号", "no.", "no", "#", "id", "角色", "roles", "role", "电话", "手机", "phone"),
        *("备注", "remark", "remarks", "note", "notes", "状态", "state", "委员会", "committees"),
    ),
    needed=("name", "name_zh", "name_en"),
    lone="name",
    read=_read,
    key=_key,
    shown=_shown,
    heads=[gettext_lazy("Full name"), gettext_lazy("Sign-in name"), gettext_lazy("Department"), gettext_lazy("E-mail")],
)


def present() -> Mapping[str, str]:
    """The accounts by sign-in name, by an address that one alone has, and by name."""
    people = list(User.objects.all())
    mails = Counter(folded(user.email) for user in people if user.email)
    found = {
        f"{NAMES}{folded(name)}": user.username for user in people for name in (user.name_zh, user.name_en) if name
    }
    found |= {folded(user.email): user.username for user in people if mails[folded(user.email)] == 1}
    return found | {folded(user.username): user.username for user in people}


def add_people(block: str, *, actor: User, answers: Answers = NO_ANSWERS, is_trial: bool = False) -> ListBlock:
    """Make an account for everybody who has none, or nothing when a row is bad; no account is changed here."""
    found = read_rows(PEOPLE, block, present=present, answers=answers)
    with transaction.atomic():
        for at, row in enumerate(found.read):
            try:
                found.read[at] = replace(row, moved=_stays(row.key, row.present) or _add(row.values, actor=actor))
            except ValidationError as error:
                found.bad.append(BadCell(row.row, 1, row.shown[0], " ".join(error.messages)))
        if found.bad or is_trial:
            transaction.set_rollback(True)
    found.bad.sort(key=lambda cell: (cell.row, cell.column))
    refused = {cell.row for cell in found.bad}
    found.read = [row for row in found.read if row.row not in refused]
    found.rows = [replace(line, is_refused=line.is_refused or line.number in refused) for line in found.rows]
    return found


def _stays(key: str, username: str) -> again.Moved | None:
    if username and key.startswith(NAMES):
        words = _(
            "Somebody of this name has an account: %(name)s. Write that sign-in name, or another one for who is new."
        )
        raise ValidationError(words % {"name": username})
    return again.Moved(True, username, username, username) if username else None


def _add(values: Values, *, actor: User) -> again.Moved:
    if other := values["email"] and User.objects.filter(email__iexact=values["email"]).first():
        words = _("The account “%(name)s” has this address. Leave the row out, or write another address.")
        raise ValidationError(words % {"name": other.username})
    made = accounts.add_person(
        actor=actor,
        username=values["username"],
        name_zh=values["name_zh"],
        name_en=values["name_en"],
        department=values["department"] or str(Department.SERVICE),
        title_zh=values.get("title_zh", ""),
        title_en=values.get("title_en", ""),
        email=values["email"],
    )
    return again.Moved(False, "", made.username, made.username)
