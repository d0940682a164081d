"""What is handed to a form, or to a field of one?"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.forms import Widget
from django.utils.datastructures import MultiValueDict
from django_stubs_ext import StrOrPromise

Said = StrOrPromise  # a text, or one that is translated when it is shown
Data = Mapping[str, object]  # what a page sent
Files = MultiValueDict[str, UploadedFile]
Initial = dict[str, object]
Choices = Sequence[tuple[str, Said] | tuple[Said, Sequence[tuple[str, Said]]]]  # also in groups


class FormOptions(TypedDict, total=False):
    """How a page asks for a form."""

    prefix: str | None
    initial: Initial | None
    auto_id: str


class FieldOptions(TypedDict, total=False):
    """What any field takes."""

    label: Said
    required: bool
    initial: object
    help_text: Said
    widget: Widget | type[Widget]


class TextOptions(FieldOptions, total=False):
    """And one of a text."""

    max_length: int
    strip: bool


class WholeOptions(FieldOptions, total=False):
    """And one of a whole number."""

    min_value: int
    max_value: int


class DecimalOptions(WholeOptions, total=False):
    """And one of a decimal."""

    decimal_places: int
    localize: bool


class ColumnOptions(TypedDict, total=False):
    """What a column of a text takes beside its length."""

    blank: bool
    default: str
