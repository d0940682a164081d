"""Which texts of templates and code have no Chinese yet? Brings the catalogue in step and lists them.

Run as `.venv/bin/python -m scripts.messages`: new texts come in empty, those that nobody uses any
more go. It ends with 1 while a text lacks its translation.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
APPS = (
    *("tables", "selection", "criteria", "vendors", "scoring", "poc", "reports", "desk", "installation"),
    *("analysis", "config"),
)
PLACES = (*APPS, "templates", "static/js", "locale")
Key = tuple[str, str, str]


def extracted(folder: Path) -> polib.POFile:
    """The catalogue that the sources ask for; the texts are read from a copy of them."""
    for part in PLACES:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans", "--no-obsolete", "-v0"]
    environment = os.environ | {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([*command, "--add-location", "file"], cwd=folder, env=environment, check=True)
    return polib.pofile(str(folder / CATALOGUE))


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def in_step(known: polib.POFile, wanted: polib.POFile) -> polib.POFile:
    """The wanted texts in order, each with the translation that is known for exactly this text."""
    translated = {key(entry): entry for entry in known if not entry.obsolete and not entry.fuzzy}
    entries = []
    for entry in wanted:
        before = translated.get(key(entry))
        entry.msgstr = before.msgstr if before else ""
        entry.msgstr_plural = before.msgstr_plural if before else dict.fromkeys(entry.msgstr_plural, "")
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        entry.tcomment = before.tcomment if before and not before.tcomment.startswith("|") else ""
        entry.occurrences = sorted({(file, "") for file, _line in entry.occurrences})
        entries.append(entry)
    known[:] = sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "", entry.msgid_plural or ""))
    return known


def main() -> int:
    path = ROOT / CATALOGUE
    known = polib.pofile(str(path), wrapwidth=0)
    with tempfile.TemporaryDirectory() as folder:
        in_step(known, extracted(Path(folder)))
    known.metadata.pop("Generated-By", None)
    known.save(str(path))
    missing = known.untranslated_entries()
    for entry in missing:
        print(f"{entry.occurrences[0][0]}: {entry.msgctxt + ' | ' if entry.msgctxt else ''}{entry.msgid}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
