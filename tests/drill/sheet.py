"""What does the drill try, and what names each kind? The table of `docs/drill.md`."""

from django.conf import settings

from tests.drill.tamperings import TAMPERINGS

SHEET = settings.BASE_DIR / "docs" / "drill.md"
HEAD = """# What the drill does, and what names it

Every line is done with plain SQL, or on the disk, to the examples; then `verify` has to name the kind at this place. \
`./run campaign` does all of it on SQLite and PostgreSQL and writes this sheet; a part runs with every test. \
What it is for stands in [integrity.md](integrity.md).

| tampering | on | found by | place |
| --- | --- | --- | --- |
"""


def text():
    acts = TAMPERINGS.items()
    rows = [f"| {name} | {act.code} | `{act.kind}` | {act.place.strip(' /;')} |" for name, act in acts]
    outside = sum(act.kind == "head" for act in TAMPERINGS.values())
    figures = f"{len(rows)} kinds, all found and named, {outside} of them by a receipt alone."
    return "\n".join([HEAD + rows[0], *rows[1:], "", figures, ""])
