"""Who chooses, for whom, until when; what is needed; and the record of every act."""

import secrets
from typing import ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from selection.languages import TextField, pick, text_of, texts_of


def new_seed() -> int:
    return secrets.randbelow(2**31)


def base_scenario() -> list[str]:
    return ["base"]


def new_key() -> str:
    return secrets.token_urlsafe(16)


class Department(models.TextChoices):
    SERVICE = "service", _("Customer service")
    IT = "it", _("IT")
    OPERATIONS = "operations", _("Operations")
    FINANCE = "finance", _("Finance")
    PROCUREMENT = "procurement", _("Procurement")
    QUALITY = "quality", _("Service quality")
    OTHER = "other", _("Other")


LONGEST_SIGN_IN_NAME = 150  # as Django has it
# How sure a leader has to be unless the committee says otherwise: 70 % of draws, 2 points ahead; named from 15 % on.
BAR, LEAD, CANDIDATE = 7_000, 200, 1_500
DISCOUNT_RATE = 800  # 8 % a year


class User(AbstractUser):
    """A person. `username` is what they sign in with; names come from `name_zh` or `name_en`."""

    # A name has two languages here and no parts.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name_zh = TextField(_("name in Chinese"), max_length=200)
    name_en = TextField(_("name in English"), max_length=200)
    department = models.CharField(_("department"), max_length=20, choices=Department, default=Department.OTHER)
    title_zh = TextField(max_length=200)
    title_en = TextField(max_length=200)
    is_site_admin = models.BooleanField(_("site administrator"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=10, blank=True, default="")  # "", light, dark
    letter_keys = models.BooleanField(_("single-letter keys"), default=True)
    is_password_printed = models.BooleanField(default=False)  # by a start of the demo, so that others may know it

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name

    def set_password(self, raw_password: str | None) -> None:
        """A password that somebody chooses is known to nobody else."""
        super().set_password(raw_password)
        self.is_password_printed = False

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. It changes nothing: what is hashed anew is hashed by an act."""
        return check_password(raw_password, self.password)

    @property
    def names(self) -> dict[str, str]:
        """The name in both languages; who gave none is called as they sign in."""
        found = texts_of(self, "name")
        return found if any(found.values()) else {"zh": self.username, "en": ""}

    @property
    def display_name(self) -> str:
        return pick(self.names)[0]

    @property
    def initial(self) -> str:
        return self.display_name[:1]


class Phase(models.TextChoices):
    DEFINE = "define", _("Define")
    INVITE = "invite", _("Invite")
    SCORE = "score", _("Score")
    CLOSED = "closed", _("Closed")
    CONSENSUS = "consensus", _("Consensus")
    DECIDE = "decide", _("Decide")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Timing(models.TextChoices):
    END = "end", _("end of the year")
    MID = "mid", _("middle of the year")
    START = "start", _("start of the year")


class Selection(models.Model):
    """One choice of one vendor by one committee."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    organisation_zh = TextField(max_length=200)
    organisation_en = TextField(max_length=200)
    summary_zh = TextField()
    summary_en = TextField()
    industry = models.CharField(max_length=40, blank=True, default="")
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.DEFINE)
    is_demo = models.BooleanField(default=False)
    file_digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the file that it began from
    imported_at = models.DateTimeField(null=True, blank=True)  # its marks came with a file, and with its people
    imported_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="created_selections")
    currency = models.CharField(max_length=3, default="CNY")
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    tax_included = models.BooleanField(default=True)
    daily_enquiries = models.PositiveIntegerField(null=True, blank=True)
    seats_now = models.PositiveIntegerField(null=True, blank=True)
    seats_3y = models.PositiveIntegerField(null=True, blank=True)
    seats_5y = models.PositiveIntegerField(null=True, blank=True)
    budget_ceiling = models.BigIntegerField(null=True, blank=True)  # minor units
    budget_target = models.BigIntegerField(null=True, blank=True)  # minor units
    decision_date = models.DateField(null=True, blank=True)
    first_cost_year = models.PositiveSmallIntegerField(null=True, blank=True)  # null: of the month after the decision
    scoring_closes_at = models.DateTimeField(null=True, blank=True)
    # copied from a template
    template_key = models.CharField(max_length=40, blank=True, default="")
    template_version = models.PositiveIntegerField(null=True, blank=True)
    template_depth = models.CharField(max_length=5, blank=True, default="")
    template_name_zh = TextField(max_length=200)
    template_name_en = TextField(max_length=200)
    # options of the analysis; decimals are kept as the integers they are multiples of
    seed = models.PositiveBigIntegerField(default=new_seed)
    bar = models.PositiveSmallIntegerField(default=BAR)  # hundredths of a percent
    lead = models.PositiveSmallIntegerField(default=LEAD)  # hundredths of a point
    candidate = models.PositiveSmallIntegerField(default=CANDIDATE)  # hundredths of a percent
    discount_rate = models.PositiveIntegerField(default=DISCOUNT_RATE)  # hundredths of a percent a year
    horizon = models.PositiveSmallIntegerField(default=5)
    scenario = models.CharField(max_length=40, default="base")
    scenarios = models.JSONField(default=base_scenario)  # the keys of the growth scenarios, in order
    timing = models.CharField(max_length=5, choices=Timing, default=Timing.END)
    sealed_prices = models.BooleanField(default=True)
    concentration = models.PositiveIntegerField(default=50)
    samples = models.PositiveSmallIntegerField(default=16)
    evidence_sd = models.JSONField(default=dict, blank=True)  # level -> decimal string; empty = the defaults
    sealed_at = models.DateTimeField(null=True, blank=True)
    prices_recorded = models.BooleanField(default=True)  # False: begun before it was recorded who saw prices
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return text_of(self, "name")


class Member(models.Model):
    """A person's seat on one committee. `key` names the person in the decision file.

    A seat that came with a file bears the name itself; it has no account until the chair gives it to one.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    key = models.CharField(max_length=40)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    title_zh = TextField(max_length=200)
    title_en = TextField(max_length=200)
    department = models.CharField(max_length=20, choices=Department, default=Department.OTHER)
    is_chair = models.BooleanField(_("chair"), default=False)
    is_procurement = models.BooleanField(_("procurement"), default=False)
    is_evaluator = models.BooleanField(_("evaluator"), default=False)
    is_observer = models.BooleanField(_("observer"), default=False)
    is_auditor = models.BooleanField(_("auditor"), default=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    marks_count = models.BooleanField(default=True)  # whether the marks given enter the means
    not_counted_reason = models.TextField(blank=True, default="")  # why they do not
    marks_settled = models.BooleanField(default=True)  # False: left before anybody was asked
    had_sheet = models.BooleanField(default=False)  # stopped judging while a round was open
    prices_seen_at = models.DateTimeField(null=True, blank=True)  # opened or typed prices while marks could be given
    knows_prices = models.TextField(blank=True, default="")  # why the committee lets this person score all the same

    ROLES: ClassVar[tuple[str, ...]] = ("chair", "procurement", "evaluator", "observer", "auditor")

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Seats without an account are many: in a unique constraint NULL differs from NULL.
            models.UniqueConstraint(fields=["selection", "user"], name="member_once"),
            models.UniqueConstraint(fields=["selection", "key"], name="member_key_once"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def roles(self) -> list[str]:
        return [role for role in self.ROLES if getattr(self, f"is_{role}")]

    @property
    def person(self) -> "User | Member":
        """What bears the name and the title: the account, or a seat that has none."""
        return self.user or self

    @property
    def names(self) -> dict[str, str]:
        return self.user.names if self.user else texts_of(self, "name")

    @property
    def name_in_file(self) -> str:
        """Whom the file named that this seat came with, also when an account has it now."""
        return pick(texts_of(self, "name"))[0]

    @property
    def display_name(self) -> str:
        return pick(self.names)[0]

    @property
    def initial(self) -> str:
        return self.display_name[:1]

    @property
    def is_judge(self) -> bool:
        """Whether this person has a sheet, or had one in this round."""
        return self.is_evaluator or self.had_sheet


class MoSCoW(models.TextChoices):
    MUST = "must", _("Must have")
    SHOULD = "should", _("Should have")
    COULD = "could", _("Could have")
    WONT = "wont", _("Won't have")


class Requirement(models.Model):
    """One stated need. Criteria link to it; a must that fails excludes a vendor."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="requirements")
    code = models.CharField(max_length=40)
    text_zh = TextField()
    text_en = TextField()
    source_zh = TextField()
    source_en = TextField()
    moscow = models.CharField(max_length=6, choices=MoSCoW, default=MoSCoW.SHOULD)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "code"], name="requirement_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class LateAct(models.Model):
    """An act after a round had closed that changed the decision file, with the file before and after.

    An act of another kind that belongs among the exceptions has no files.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="late_acts")
    at = models.DateTimeField()
    # Not PROTECT: a draft that is deleted takes its seats and these along together.
    member = models.ForeignKey(Member, null=True, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=40)  # the type of its event
    object = models.CharField(max_length=80, blank=True, default="")
    reason = models.TextField()
    payload = models.JSONField(default=dict)
    phase = models.CharField(max_length=12, choices=Phase)
    before = models.TextField(blank=True, default="")  # the canonical decision file
    after = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"


class BroughtTable(models.Model):
    """A table that came in at once, with what stood at each of its places before and after."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="brought_tables")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True, default="")  # the name of the file; "" where it was pasted
    digest = models.CharField(max_length=64)  # SHA-256 of the cells that were read
    mapping = models.JSONField(default=dict, blank=True)  # as `selection/bringing/memory.py` keeps answers
    changes = models.JSONField(default=list, blank=True)  # as `selection/brought.py: Change` writes them
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["selection", "kind"], name="brought_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AccessLink(models.Model):
    """A one-time link with which a person sets a password. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    reopens = models.BooleanField(default=False)  # made for somebody deactivated, who may sign in once it is used

    def __str__(self) -> str:
        return f"{self.user_id}"


class Refusal(models.Model):
    """How often one person was refused on one day; kept for a while, outside every chain."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("sign-in failed")
        ROLE = "role", _("not allowed in this role")
        PHASE = "phase", _("not allowed in this phase")

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    # The sign-in name; "" where nobody has it.
    person = models.CharField(max_length=LONGEST_SIGN_IN_NAME, blank=True, default="")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "kind", "person"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "kind", "person"], name="refusal_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class AttemptCount(models.Model):
    """How often somebody failed to prove who they are: under a name, from an address, on a device."""

    key = models.CharField(max_length=50, unique=True)  # what is counted, and a digest of where
    name = models.CharField(max_length=32, blank=True, default="", db_index=True)  # a digest of the name that was typed
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    at = models.DateTimeField(db_index=True)  # the last try that was looked at
    pauses = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class LinkRequest(models.Model):
    """Somebody has forgotten their password and typed this address: kept until the mail is on its way."""

    address = models.EmailField()
    at = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True, blank=True)  # a worker is sending it

    def __str__(self) -> str:
        return f"{self.pk}"


class ChainHead(models.Model):
    """The end of one chain: a selection's, or the site's when `selection` is null."""

    key = models.CharField(max_length=60, unique=True, default=new_key)
    selection = models.OneToOneField(Selection, null=True, on_delete=models.CASCADE, related_name="chain")
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")
    is_ended = models.BooleanField(default=False)  # its selection is being deleted, and the events with it

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """One act, chained to the one before it. The fields are those that the hash covers."""

    chain = models.ForeignKey(ChainHead, on_delete=models.CASCADE, related_name="events")
    sequence = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)
    format = models.PositiveSmallIntegerField(default=1)
    type = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True, default="")
    on_behalf = models.CharField(max_length=60, blank=True, default="")
    object = models.CharField(max_length=80, blank=True, default="")
    object_version = models.PositiveIntegerField(null=True, blank=True)
    operation = models.CharField(max_length=64, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    payload_hash = models.CharField(max_length=64, blank=True, default="")
    app = models.CharField(max_length=20, blank=True, default="")
    schema = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["chain", "sequence"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_sequence_once"),
            # Two events behind the same one would be a fork.
            models.UniqueConstraint(fields=["chain", "previous"], name="event_previous_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["operation"], name="event_operation"),
            models.Index(fields=["type"], name="event_type"),  # every page asks what waits to be erased
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.sequence} {self.type}"


class Payload(models.Model):
    """What an event was about: salted, so that it can be erased and the chain stays valid."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="payload")
    salt = models.CharField(max_length=32)
    body = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)  # of what the act changed, the entries as they were stored after it

    def __str__(self) -> str:
        return f"{self.event_id}"


class Operation(models.Model):
    """A form that was sent: its second sending is led to where the first one led."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=22)
    body = models.CharField(max_length=64)
    led_to = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "number"], name="operation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.number}"


class Notice(models.Model):
    """An event that one member is told of until they have read it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "event"], name="notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"
