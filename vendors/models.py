"""Whom, what they say and prove, and what they cost."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from criteria.models import Criterion, Level
from selection.languages import TextField, text_of
from selection.models import Member, Requirement, Selection


class Vendor(models.Model):
    """An alternative. Its letter is given at creation, for good."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="vendors")
    code = models.CharField(max_length=40)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    kind_zh = TextField(max_length=200)
    kind_en = TextField(max_length=200)
    withdrawn = models.TextField(blank=True, default="")  # the reason, when withdrawn
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "code"], name="vendor_code_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return text_of(self, "name")


class Origin(models.TextChoices):
    PROCUREMENT = "procurement", _("Procurement")
    POC = "poc", _("POC record")


class Fact(models.Model):
    """The value of one measured criterion for one vendor; a POC record's wins."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="facts")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="facts")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PROCUREMENT)
    value = models.CharField(max_length=24)  # decimal string, in the criterion's unit
    level = models.CharField(max_length=12, choices=Level, default=Level.CLAIMED)
    source = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vendor", "criterion", "origin"], name="fact_once")
        ]

    def __str__(self) -> str:
        return self.value


class Claim(models.Model):
    """What a vendor says, with the place where it says so."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="claims")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    text = models.TextField()
    source = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Evidence(models.Model):
    """What backs a statement, and how strongly. A concluded POC result writes one with level `poc`."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PROCUREMENT)
    level = models.CharField(max_length=12, choices=Level, default=Level.DOCUMENTED)
    title = models.TextField()
    source = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.title[:40]


class Judgement(models.Model):
    """People's word on one must-have for one vendor, where no rule decides it."""

    class State(models.TextChoices):
        PASS = "pass", _("Pass")
        FAIL = "fail", _("Fail")
        PENDING = "pending", _("Pending")

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="judgements")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="judgements")
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    note = models.TextField(blank=True, default="")
    judged_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["requirement", "vendor"], name="judgement_once")
        ]

    def __str__(self) -> str:
        return self.state


class CostItem(models.TextChoices):
    K01 = "K01", _("Licence or subscription")
    K02 = "K02", _("Implementation and training")
    K03 = "K03", _("Custom development and integration")
    K04 = "K04", _("Operations and support")
    K05 = "K05", _("Data migration")
    K06 = "K06", _("Upgrades")
    K07 = "K07", _("Expansion")
    K08 = "K08", _("Outage loss")
    K09 = "K09", _("Exit")
    K10 = "K10", _("Internal staff time")


class CostLine(models.Model):
    """One amount in one year of one scenario. Year 0 is the contract date."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="cost_lines")
    item = models.CharField(max_length=3, choices=CostItem)
    label_zh = TextField(max_length=200)
    label_en = TextField(max_length=200)
    is_quoted = models.BooleanField(default=True)
    scenario = models.CharField(max_length=40, default="base")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()  # minor units
    is_everywhere = models.BooleanField(default=False)  # entered for every growth path, those added later too

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cost_line_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.year}"


class SeatPrice(models.Model):
    """A price per seat and month, multiplied by the seat plan."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="seat_prices")
    item = models.CharField(max_length=3, choices=CostItem, default=CostItem.K01)
    label_zh = TextField(max_length=200)
    label_en = TextField(max_length=200)
    is_quoted = models.BooleanField(default=True)
    price = models.BigIntegerField()  # minor units a seat and month
    minimum = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="seat_price_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.price}"


class SeatPlan(models.Model):
    """Seats in one year of one growth scenario."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="seat_plan")
    scenario = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    seats = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["scenario", "year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "scenario", "year"], name="seat_plan_once")
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.year}"
