"""Is a selection an example, or did its marks come with a file, and how is that said on what leaves with them?"""

from django.utils.translation import gettext as _

from selection.models import Selection

EXAMPLE, IMPORTED, STARTED = "example", "imported", "started"


def mark(kind: str) -> str:
    """The word that everything bears that leaves with numbers of an example or of a file."""
    return {EXAMPLE: _("Example"), IMPORTED: _("Imported")}.get(kind, "")


def kind_of(selection: Selection) -> str:
    """An example, imported, or started from a file; empty for what was made here."""
    if selection.is_demo:
        return EXAMPLE
    if selection.imported_at is not None:
        return IMPORTED
    return STARTED if selection.file_digest else ""
