"""What comes out: a stored computation, the reports made from it, the decision."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from selection.models import Member, Selection, User
from vendors.models import Vendor


class State(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


UNFINISHED = (State.QUEUED, State.RUNNING)


class Reason(models.TextChoices):
    """Why a job failed, in words for the committee; the log and `Job.error` have those for an administrator."""

    MEMORY = (
        "memory",
        _(
            "It needed more memory than one computation may take on this server. Fewer vendors or criteria need less; "
            "an administrator can allow more."
        ),
    )
    TIME = (
        "time",
        _("It took longer than it may on this server. Try again when less is going on, or tell an administrator."),
    )
    DISK = "disk", _("The server’s disk is full or cannot be written. Tell an administrator, then try again.")
    DATABASE = "database", _("The database did not answer. Try again in a moment; if it lasts, tell an administrator.")
    ENDED = (
        "ended",
        _("The worker ended several times before this was finished. Tell an administrator: it may lack memory."),
    )
    INPUTS = "inputs", _("The inputs hold something that goes beyond the limits of the decision file.")
    GIVEN_UP = "given_up", _("It was stopped before it was finished.")
    RECORD = "record", _("The record does not fit what is stored, so no final report is made. Tell an administrator.")
    FAULT = (
        "fault",
        _("It stopped at a fault of the software. Tell an administrator the time; the server’s log has more."),
    )


class Job(models.Model):
    """Work for the worker: the row is the truth, the broker only speeds it up."""

    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    step_name = models.CharField(max_length=80, blank=True, default="")
    owner = models.CharField(max_length=80, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def seen(self) -> str:
        """How far it is, in a word by which a page knows what it has shown."""
        return f"{self.state}-{self.step}"

    @property
    def reason(self) -> Reason:
        """Why it failed; those of earlier versions are faults."""
        code = self.error.partition(":")[0]
        return Reason(code) if code in Reason.values else Reason.FAULT


class Run(Job):
    """One official computation: its inputs byte for byte, their digest, and the results."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()  # snapshot number within the selection
    decision_file = models.TextField()  # the canonical decision file
    file_hash = models.CharField(max_length=64)  # SHA-256 of the decision file
    digest = models.CharField(max_length=64)  # SHA-256 of decision file + engine version
    engine = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField(default=0)  # the last event that the inputs were last seen to include
    results = models.JSONField(null=True, blank=True)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # When earlier inputs are back their run is found again by its digest: the event decides
        # which is latest, not the number.
        ordering: ClassVar[list[str]] = ["-sequence", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "digest"], name="run_digest_once"),
            models.UniqueConstraint(fields=["selection", "number"], name="run_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}/{self.number}"


class Report(Job):
    """One PDF report of one run in one language."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reports")
    language = models.CharField(max_length=10)  # zh-hans or en
    is_draft = models.BooleanField(default=True)
    exceptions = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of those that it prints
    file = models.FileField(upload_to="reports/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    plain_file = models.FileField(upload_to="reports/", blank=True)  # the same pages without attachments
    plain_sha256 = models.CharField(max_length=64, blank=True, default="")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.language}"


class Decision(models.Model):
    """What the committee decided, in its own words."""

    selection = models.OneToOneField(Selection, on_delete=models.CASCADE, related_name="decision")
    vendor = models.ForeignKey(Vendor, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=4000)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="decisions")  # what it rests on
    waivers = models.JSONField(null=True, default=None)  # [{"kind", "reason"}]; null: made before waivers were asked
    outcome = models.TextField(blank=True, default="")  # the canonical outcome file, as it was when decided
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.selection_id}"
