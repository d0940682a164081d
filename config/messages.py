"""Are the translations compiled? `python -m config.messages` compiles those that changed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

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
    with po.open("rb") as source:
        catalog = read_po(source)
    draft = po.with_suffix(".mo.draft")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    draft.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_messages()
