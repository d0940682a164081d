"""Is every word of a form said in the reader's language, whichever the process began with?"""

import re
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

CHINESE = re.compile(r"[\u4e00-\u9fff]")
APPS = settings.OWN_APPS
SAID = ("label", "help_text")
OWN = {name for _code, name in settings.LANGUAGES}  # a language is called by its own name
# What people may type, what is kept in both languages or is called so in each, and the days of a Chinese week.
READ = re.compile(
    r"HEADS|LABELS|TOTALS|SIGNING|OUTSIDE|QUOTED|SIGNS|UNITS|OVER_"
    r"|NUMERALS|MONEY_WORDS|ANCHORS|FONT|PRODUCT|WEEKDAYS_ZH"
)


def modules():
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            place = path.relative_to(settings.BASE_DIR).with_suffix("")
            if "migrations" not in place.parts and "commands" not in place.parts:
                yield import_module(".".join(place.parts).removesuffix(".__init__"))


def texts(value):
    """Every text in a value of lists, tuples and dicts."""
    if isinstance(value, str | Promise):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from texts(pair)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from texts(one)


def form_classes():
    found = {value for module in modules() for value in vars(module).values() if isinstance(value, type)}
    return sorted(
        (one for one in found if hasattr(one, "base_fields")), key=lambda one: (one.__module__, one.__qualname__)
    )


@pytest.mark.parametrize("form", form_classes(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_a_form_speaks_english_to_who_reads_english(form):
    with translation.override("en"):
        said = {
            name: [str(getattr(field, one) or "") for one in SAID] + [str(text) for text in texts(_choices(field))]
            for name, field in form.base_fields.items()
        }
    assert {
        name: words for name, words in said.items() if any(CHINESE.search(word) and word not in OWN for word in words)
    } == {}


def _choices(field):
    choices = getattr(field, "choices", ())
    return [] if isinstance(field, forms.ModelChoiceField) else list(choices)


def test_no_module_keeps_words_in_the_language_it_was_imported_in():
    kept = [
        f"{Path(module.__file__ or '').name}: {name}"
        for module in modules()
        for name, value in vars(module).items()
        if name.isupper() and not READ.search(name)
        for text in texts(value)
        if isinstance(text, str) and CHINESE.search(text)
    ]
    assert kept == []


def entries():
    """Texts with values to fill in, each with its translations."""
    for entry in polib.pofile(settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"):
        if names := set(re.findall(r"%\((\w+)\)", entry.msgid + entry.msgid_plural)):
            yield entry.msgid, names, [entry.msgstr, *entry.msgstr_plural.values()]


def test_every_text_can_be_filled_in_in_both_languages():
    broken = []
    for text, names, translations in entries():
        for words in [text, *translations]:
            try:
                words % dict.fromkeys(names, 1)
            except (ValueError, KeyError, TypeError) as fault:
                broken.append((words, repr(fault)))
    assert broken == []
