"""In which language is a text shown?"""

import re
from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language

from selection import texts
from selection.form_types import ColumnOptions, Said

LANGUAGES = {"zh": "zh-Hans", "en": "en"}
NUMERALS = "零一二三四五六七八九十"
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def current() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def language_of(text: str) -> str:
    """A text with Chinese in it is Chinese."""
    return "zh" if HAN.search(text) else "en"


def pick(texts: dict[str, str], language: str | None = None) -> tuple[str, str]:
    """The text in `language` when there is one, else in the other; with the language it is in."""
    first = language or current()
    second = "zh" if first == "en" else "en"
    return (texts[first], first) if texts.get(first) or not texts.get(second) else (texts[second], second)


def texts_of(row: object, field: str) -> dict[str, str]:
    return {key: getattr(row, f"{field}_{key}") for key in LANGUAGES}


def columns(field: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    """`texts_of`, turned round: what the two columns of a field hold."""
    return {f"{field}_{key}": (texts or {}).get(key, "") for key in LANGUAGES}


def text_of(row: object, field: str, language: str | None = None) -> str:
    first = language or current()
    text: str = getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{'zh' if first == 'en' else 'en'}")
    return text


def numeral(count: int) -> str:
    """五 in Chinese as far as ten, 5 in English."""
    return NUMERALS[count] if current() == "zh" and count < len(NUMERALS) else str(count)


def sentences(*said: str) -> str:
    """Sentence after sentence: a space between them in English, none in Chinese."""
    return ("" if current() == "zh" else " ").join(one for one in said if one)


def marked(texts: dict[str, str], language: str | None = None) -> str:
    """The text as safe HTML, in a `lang` span when it is not in the page's language."""
    here = language or current()
    text, found = pick(texts, here)
    if found == here or not text:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', LANGUAGES[found], text)


class NormalField(forms.CharField):
    """A text as it is kept; a character that nobody sees is refused."""

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        return texts.normal(text) if isinstance(text, str) else text


class TextField(models.TextField[Any, Any]):
    """One language of a text that may be given in two: `name_zh` and `name_en`."""

    def __init__(
        self, verbose_name: Said | None = None, *, max_length: int = 10_000, **options: Unpack[ColumnOptions]
    ) -> None:
        given: ColumnOptions = {"blank": True, "default": ""}
        super().__init__(verbose_name, max_length=max_length, **(given | options))

    def formfield(self, **options: Any) -> forms.Field | None:
        widget = forms.TextInput if (self.max_length or 0) <= 300 else forms.Textarea
        return super().formfield(**{"form_class": NormalField, "widget": widget, **options})
