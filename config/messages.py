"""Are the translations compiled? `python -m config.messages` compiles those that changed."""

from pathlib import Path

import polib

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(locale_dir: Path = LOCALE_DIR) -> list[Path]:
    stale = [po for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        _compile(po)
    return stale


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> None:
    # Another process may be reading the file at this moment.
    draft = po.with_suffix(".mo.draft")
    polib.pofile(str(po)).save_as_mofile(str(draft))
    draft.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_messages()
