"""What does the script of the scoring sheet say, in the reader's language?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from criteria.models import Level
from selection.formats import level_name

Word = str | list[str] | dict[str, str]  # a sentence, its singular and plural, one for each level


def words() -> dict[str, Word]:
    """Every sentence that is put together in the browser; %s stands for what is filled in there."""
    return _state() | _sheet() | _phone() | {"levels": {level: level_name(level) for level in Level.values}}


def _state() -> dict[str, Word]:
    return {
        "ready": _("Saves by itself"),
        "saved": _("Saved %s"),
        "saving": _("Saving"),
        "waiting": _("Not saved: write the reason first"),
        "retrying": [
            ngettext("Not saved, retrying (%s cell)", "Not saved, retrying (%s cells)", count) for count in (1, 2)
        ],
        "refused": [ngettext("Not saved (%s cell)", "Not saved (%s cells)", count) for count in (1, 2)],
        "conflict": _("Conflict: choose"),
        "locked": _("Scoring is closed"),
        "kept": [ngettext("%s of your cells was saved.", "%s of your cells were saved.", count) for count in (1, 2)],
        "notKept": _("Not saved: %s"),
        "signedOut": _("Signed out: sign in to go on"),
        "lost": _("The server did not accept this. Reload the page."),
    }


def _sheet() -> dict[str, Word]:
    return {
        "comma": _(", "),
        "points": [ngettext("%s point", "%s points", count) for count in (1, 2)],
        "noScore": _("no score"),
        "notApplicable": _("not applicable"),
        "written": _("rationale written"),
        "missing": _("rationale missing"),
        "submit": _("Submit"),
        "cellsToGo": [ngettext("Submit: %s cell to go", "Submit: %s cells to go", count) for count in (1, 2)],
        "rationalesToGo": [
            ngettext("Submit: %s rationale to go", "Submit: %s rationales to go", count) for count in (1, 2)
        ],
        "undone": _("Undone: %s"),
        "redone": _("Redone: %s"),
        "ten": _("0 makes it 10. For zero: Delete, then 0."),
        "computed": _("Computed, not scored by hand"),
        "allScored": _("Every cell has a score"),
        "proven": _("A POC record has made this POC-verified."),
        "whyNotApplicable": _("Write why it does not apply; then it is saved."),
        "opened": _("%s, opened"),
        "collapsed": _("%s, collapsed"),
    }


def _phone() -> dict[str, Word]:
    return {
        "nextVendor": pgettext("vendor", "Next: %s"),
        "nextCriterion": pgettext("criterion", "Next: %s"),
        "writeRationale": _("Write a rationale"),
        "place": _("Vendor %s of %s"),
        "finish": _("View all criteria"),
        "lacks": {"score": _("No score yet"), "rationale": _("Rationale missing")},
        "missingCells": [ngettext("%s without a score", "%s without a score", count) for count in (1, 2)],
        "missingRationales": [ngettext("%s rationale missing", "%s rationales missing", count) for count in (1, 2)],
        "fillCells": [ngettext("Fill in %s cell", "Fill in %s cells", count) for count in (1, 2)],
        "fillRationales": [ngettext("Add %s rationale", "Add %s rationales", count) for count in (1, 2)],
    }
