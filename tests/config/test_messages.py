"""Are the translations complete, and compiled when they change?"""

import gettext
import os
import re
import shutil

import polib
import pytest

from config.messages import compile_messages
from scripts import messages
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
        read = gettext.GNUTranslations(file)
    assert [read.gettext("Seal"), read.pgettext("verb", "Score"), read.gettext("Close")] == [
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


def test_no_translation_is_missing_and_none_is_left_over(tmp_path):
    """Extracts again from templates and code, and looks for texts without Chinese."""
    if not shutil.which("xgettext"):
        missing("gettext (Debian: gettext)")
    known = polib.pofile(str(messages.ROOT / messages.CATALOGUE))
    before = [messages.key(entry) for entry in known]
    found = messages.in_step(known, messages.extracted(tmp_path))
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    assert sorted(messages.key(entry) for entry in found) == sorted(before)


def test_a_new_text_comes_in_empty_and_keeps_no_other_texts_translation(locale_dir):
    known = polib.pofile(str(locale_dir / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    wanted = polib.POFile()
    wanted.append(polib.POEntry(msgid="Seal"))
    wanted.append(polib.POEntry(msgid="Seals", msgstr="定稿", flags=["fuzzy"]))
    found = messages.in_step(known, wanted)
    assert [(entry.msgid, entry.msgstr, entry.flags) for entry in found] == [("Seal", "定稿", []), ("Seals", "", [])]


def test_translations_fill_in_nothing_that_the_text_lacks():
    wrong = []
    for entry in polib.pofile(str(messages.ROOT / messages.CATALOGUE)):
        ids, strings = [entry.msgid, entry.msgid_plural], [entry.msgstr, *entry.msgstr_plural.values()]
        if placeholders(*strings) - placeholders(*ids):
            wrong.append(entry.msgid)
    assert wrong == []


def placeholders(*texts):
    return {found for text in texts for found in re.findall(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}", text)}
