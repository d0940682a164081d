"""Does the report say where its numbers come from, when they are an example or came with a file?"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.paper.printed_run import PrintedRun
from reports.paper.words import full_day
from selection import origins
from selection.languages import pick, sentences


def mark(opened: PrintedRun) -> str:
    """The word that stands at the head of every page."""
    return origins.mark(opened.came_as)


def state(opened: PrintedRun) -> str:
    """Draft or final; a report of imported marks is never final in the name of the people in the file."""
    if opened.came_as != origins.IMPORTED:
        return _("draft") if opened.is_draft else _("final")
    if opened.is_draft:
        return _("draft from an imported file")
    who = importer(opened)
    return _("from a file that %(name)s imported") % {"name": who} if who else _("from an imported file")


def importer(opened: PrintedRun) -> str:
    """Who brought the file; empty when it was read in on the server."""
    by = opened.origin.get("by") if opened.origin else None
    return pick(by["name"])[0] if by else ""


def sentence(opened: PrintedRun) -> str:
    """What the cover says below the name."""
    if opened.came_as == origins.EXAMPLE:
        return _("An example: organisation, people, vendors, prices and scores are invented.")
    if opened.came_as != origins.IMPORTED:
        return ""
    told = {"day": full_day(opened.imported_on), "name": importer(opened)}
    if not told["name"]:
        return _(
            "Scores, POC results and people come from a file that was imported on the server on %(day)s. "
            "Scores were not given in this installation."
        ) % {"day": told["day"]}
    return (
        _(
            "Scores, POC results and people come from a file that %(name)s imported on %(day)s. "
            "Scores were not given in this installation; %(name)s alone answers for them here."
        )
        % told
    )


def row(opened: PrintedRun) -> tuple[str, str]:
    """The line among what the report comes from."""
    said = sentence(opened)
    if opened.came_as == origins.STARTED:
        said = _("The selection began from a file without scores; every score was given in this installation.")
    digest = opened.origin.get("file", "") if opened.origin else ""
    kept = _("SHA-256 of the file: %(digest)s") % {"digest": digest} if digest else ""
    return pgettext("report", "Origin"), sentences(said, kept)
