"""The marks: who gave what to whom, in which round."""

from typing import ClassVar

from django.db import models

from criteria.models import Criterion, Level
from selection.models import Member, Selection
from vendors.models import Vendor


class Round(models.Model):
    """One round of independent scoring."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "number"], name="round_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ScoreQuerySet(models.QuerySet["Score"]):
    def given(self) -> "ScoreQuerySet":
        """Marks and "not applicable", without the cells that were cleared or hold a rationale only."""
        return self.filter(models.Q(score__isnull=False) | models.Q(is_not_applicable=True))


class Score(models.Model):
    """One person's mark for one vendor on one leaf in one round; null where it was cleared or does not apply."""

    # Nothing that has been judged can be deleted: the marks would go along.
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scores")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(null=True)  # whole points 0-10
    is_not_applicable = models.BooleanField(default=False)
    level = models.CharField(max_length=12, choices=Level, default=Level.NONE)
    rationale = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    # of the save that wrote it last
    operation = models.CharField(max_length=64, blank=True, default="")
    updated_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "member", "criterion", "vendor"], name="score_once"),
            models.CheckConstraint(condition=models.Q(score__lte=10) | models.Q(score=None), name="score_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.score}"

    @property
    def is_given(self) -> bool:
        return self.score is not None or self.is_not_applicable


class Sheet(models.Model):
    """One person's word that their marks of one round are complete."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sheets")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sheets")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "member"], name="sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class Consensus(models.Model):
    """The committee's value for one cell, beside the marks and with its reason."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="consensus")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="consensus")
    value = models.CharField(max_length=24)  # decimal string, 0-10
    reason = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["criterion", "vendor"], name="consensus_once")
        ]

    def __str__(self) -> str:
        return self.value


class FoundSheet(models.Model):
    """A spreadsheet that a selection started from, with the marks that stood in it: its uploader's alone."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="found_sheets")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="found_sheets")
    file = models.CharField(max_length=200, blank=True, default="")  # "" where it was pasted, or changed in the box
    name = models.CharField(max_length=200, blank=True, default="")  # of the sheet in the file
    sha256 = models.CharField(max_length=64)  # of the file, or of the block where there is none
    is_own = models.BooleanField(default=False)  # declared: the uploader's own marks, from 0 to 10
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file or self.sha256


class FoundMark(models.Model):
    """What stood in it for one vendor on one leaf, as it was typed; no score, and counted nowhere."""

    sheet = models.ForeignKey(FoundSheet, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="found_marks")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="found_marks")
    text = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "criterion", "vendor"], name="found_mark_once")
        ]

    def __str__(self) -> str:
        return self.text
