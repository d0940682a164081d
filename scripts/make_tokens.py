"""How do the colours of static/design/tokens.json come into the style sheet?

python -m scripts.make_tokens            writes them into static/css/tokens.css
python -m scripts.make_tokens --check    exit status 1 when it has others

Charts and paper read the file themselves (`reports/charts/theme.py`). A colour that is new is declared in the
style sheet, in both themes, and named in the file.
"""

import json
import re
import sys
from functools import partial
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
TOKENS, SHEET = STATIC / "design" / "tokens.json", STATIC / "css" / "tokens.css"
COLOUR = re.compile(r"(?<=--)([\w-]+): #[0-9a-f]{3,6}(?=;)")


def written() -> str:
    """The style sheet with the colours of the file."""
    tokens: dict[str, dict[str, str]] = json.loads(TOKENS.read_text(encoding="utf-8"))
    sheet = SHEET.read_text(encoding="utf-8")
    for theme, colours in tokens.items():
        block = re.compile(rf'(?<=\[data-bs-theme="{theme}"\] {{\n).*?(?=\n  }}\n)', re.DOTALL)
        sheet = block.sub(partial(_coloured, colours), sheet, count=1)
    return sheet


def _coloured(colours: dict[str, str], block: re.Match[str]) -> str:
    return COLOUR.sub(lambda found: f"{found[1]}: {colours[found[1]]}", block[0])


def is_out_of_date() -> bool:
    return written() != SHEET.read_text(encoding="utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(is_out_of_date())
    SHEET.write_text(written(), encoding="utf-8")
