"""Are the translations complete, and compiled when they change?"""

import gettext
import os
import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from config.messages import compile_messages
from tests.services import missing

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Seal"
msgstr "定稿"

msgctxt "verb"
msgid "Score"
msgstr "评分"

#, fuzzy
msgid "Close"
msgstr "关闭"
"""


@pytest.fixture
def locale_dir(tmp_path):
    po = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    return tmp_path


def test_compiled_messages_are_read_and_fuzzy_ones_left_out(locale_dir):
    (po,) = compile_messages(locale_dir)
    with po.with_suffix(".mo").open("rb") as file:
        messages = gettext.GNUTranslations(file)
    assert [messages.gettext("Seal"), messages.pgettext("verb", "Score"), messages.gettext("Close")] == [
        "定稿",
        "评分",
        "Close",
    ]


def test_only_changed_messages_are_compiled(locale_dir):
    (po,) = compile_messages(locale_dir)
    assert compile_messages(locale_dir) == []
    later = po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(po, (later, later))
    assert compile_messages(locale_dir) == [po]


def test_no_translation_is_missing(tmp_path):
    """Extracts again from templates and code, and looks for texts without Chinese."""
    if not shutil.which("xgettext"):
        missing("gettext (Debian: gettext)")
    for part in (*settings.OWN_APPS, "config", "templates", "static/js", "locale"):
        shutil.copytree(settings.BASE_DIR / part, tmp_path / part, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans", "--no-obsolete", "-v0"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    with (tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    assert [message.id for message in catalog if message.id and (message.fuzzy or not all_of(message.string))] == []


def test_translations_fill_in_nothing_that_the_text_lacks():
    po = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    with po.open("rb") as file:
        messages = [(each(message.id), each(message.string)) for message in read_po(file) if message.id]
    wrong = [ids[0] for ids, strings in messages if placeholders(*strings) - placeholders(*ids)]
    assert wrong == []


def placeholders(*texts):
    return {found for text in texts for found in re.findall(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}", text)}


def each(strings):
    return strings if isinstance(strings, tuple | list) else [strings]


def all_of(string):
    return all(string) if isinstance(string, tuple | list) else bool(string)
