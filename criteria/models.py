"""What counts, and how much."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from selection.formats import LEVEL_NAMES
from selection.languages import TextField, text_of
from selection.models import Member, Requirement, Selection, User


class Kind(models.TextChoices):
    CATEGORY = "category", _("Category")
    RATED = "rated", _("Rated")
    MEASURED = "measured", _("Measured")
    PRICE = "price", _("Price")
    LINE = "line", _("Cost line")


LEAVES = (Kind.RATED, Kind.MEASURED, Kind.PRICE)


class Dimension(models.TextChoices):
    BUSINESS = "business", _("Business")
    TECHNOLOGY = "technology", _("Technology")
    COMMERCIAL = "commercial", _("Commercial")


class Level(models.TextChoices):
    """How well a statement is proven, weakest first."""

    NONE = "none", LEVEL_NAMES["none"]
    CLAIMED = "claimed", LEVEL_NAMES["claimed"]
    DOCUMENTED = "documented", LEVEL_NAMES["documented"]
    DEMONSTRATED = "demonstrated", LEVEL_NAMES["demonstrated"]
    REFERENCE = "reference", LEVEL_NAMES["reference"]
    POC = "poc", LEVEL_NAMES["poc"]


class Heading(models.Model):
    """A sub-group of leaves within a category: a heading, without a weight."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="headings")
    code = models.CharField(max_length=40)
    category_code = models.CharField(max_length=40)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "code"], name="heading_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Criterion(models.Model):
    """A node of the tree: a category, a leaf, or a read-only cost line under the price leaf."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    heading = models.ForeignKey(Heading, null=True, blank=True, on_delete=models.SET_NULL, related_name="leaves")
    position = models.PositiveIntegerField(default=0)  # in tree order over the whole selection
    kind = models.CharField(max_length=10, choices=Kind)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    question_zh = TextField()
    question_en = TextField()
    dimension = models.CharField(max_length=12, choices=Dimension, blank=True, default="")
    weight = models.PositiveIntegerField(default=0)  # basis points among its siblings
    template_weight = models.PositiveIntegerField(null=True, blank=True)
    is_weight_locked = models.BooleanField(default=False)
    unit_zh = TextField(max_length=200)
    unit_en = TextField(max_length=200)
    decimals = models.PositiveSmallIntegerField(default=0)
    minimum = models.CharField(max_length=24, blank=True, default="")  # decimal string
    maximum = models.CharField(max_length=24, blank=True, default="")  # decimal string
    curve = models.CharField(max_length=10, blank=True, default="")  # "", piecewise, log
    points = models.JSONField(default=list, blank=True)  # [["x", "v"], ...] as decimal strings
    basis = models.CharField(max_length=5, blank=True, default="")  # price: quote or tco
    cost_items = models.CharField(max_length=60, blank=True, default="")  # line: "K02,K05"
    source = models.TextField(blank=True, default="")
    requirements = models.ManyToManyField(Requirement, blank=True, related_name="criteria")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "code"], name="criterion_code_once"),
            models.CheckConstraint(condition=models.Q(weight__lte=10000), name="criterion_weight_range"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return text_of(self, "name")


class Anchor(models.Model):
    """What a band of scores looks like: 0-2, 3-4, 5-6, 7-8 or 9-10."""

    BANDS: ClassVar[tuple[str, ...]] = ("0-2", "3-4", "5-6", "7-8", "9-10")

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="anchors")
    band = models.CharField(max_length=4)
    text_zh = TextField()
    text_en = TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["band"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["criterion", "band"], name="anchor_band_once")
        ]

    def __str__(self) -> str:
        return self.band


class Rule(models.Model):
    """A must-have that a measured criterion decides: fact, operator, threshold."""

    requirement = models.OneToOneField(Requirement, on_delete=models.CASCADE, related_name="rule")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="rules")
    operator = models.CharField(max_length=2)  # >=, <=, =
    threshold = models.CharField(max_length=24)  # decimal string

    def __str__(self) -> str:
        return f"{self.operator} {self.threshold}"


class Assignment(models.Model):
    """An evaluator scores this leaf, or every leaf of this category."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assignments")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "criterion"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.criterion_id}"


class Template(models.Model):
    """Weights and criteria for one industry; its versions are copied, never shared."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = TextField(max_length=200)
    name_en = TextField(max_length=200)
    summary_zh = TextField()
    summary_en = TextField()
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "key"]

    def __str__(self) -> str:
        return self.key


class TemplateVersion(models.Model):
    """One version: a draft until it is published, immutable from then on."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    depths = models.JSONField()  # {"short": {categories, headings, criteria, needs}, "full": {...}}
    note = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["template", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"
