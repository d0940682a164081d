"""What was tried, with whom, and how it went."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from criteria.models import Criterion
from selection.languages import TextField
from selection.models import Member, Selection
from vendors.models import Vendor


class Result(models.TextChoices):
    PASS = "pass", _("Pass")
    PARTIAL = "partial", _("Partial")
    FAIL = "fail", _("Fail")
    RUNNING = "running", _("Running")
    UNTESTED = "untested", _("Untested")


CONCLUDED = (Result.PASS, Result.PARTIAL, Result.FAIL)


class Plan(models.Model):
    """The window in which the finalists are tried."""

    selection = models.OneToOneField(Selection, on_delete=models.CASCADE, related_name="poc_plan")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.start} {self.end}"


class Scenario(models.Model):
    """One thing every finalist is asked to do, with its pass line."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="poc_scenarios")
    code = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    group_zh = TextField(max_length=200)
    group_en = TextField(max_length=200)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    pass_line_zh = TextField()
    pass_line_en = TextField()
    criteria = models.ManyToManyField(Criterion, blank=True, related_name="poc_scenarios")
    measures = models.ForeignKey(
        Criterion, null=True, blank=True, on_delete=models.SET_NULL, related_name="measuring_scenarios"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "code"], name="scenario_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Trial(models.Model):
    """One vendor's run of one scenario."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="trials")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="trials")
    result = models.CharField(max_length=8, choices=Result, default=Result.UNTESTED)
    value = models.CharField(max_length=24, blank=True, default="")  # decimal string
    note_zh = TextField()
    note_en = TextField()
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scenario", "vendor"], name="trial_once")
        ]

    def __str__(self) -> str:
        return self.result
