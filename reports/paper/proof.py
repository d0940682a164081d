"""How can a reader check this report without trusting it?"""

import json
from typing import Any

import segno
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.deciding import outcome
from reports.paper import exceptions, origin
from reports.paper.printed_run import PrintedRun
from reports.paper.words import joined, moment, phrases, points, rounded
from reports.pdf import glyphs
from reports.pdf.drawing import INK, Drawing
from selection.languages import pick

GROUP = 4
LINE = 8
QUIET = 2  # modules; the page around it is white too


def section(opened: PrintedRun) -> dict[str, Any]:
    return {
        "lines": lines(opened.file_hash),
        "outcome": lines(outcome.file_hash(opened.outcome_text)) if opened.outcome_text else [],
        "qr": qr(opened.file_hash),
        "example": example(opened),
        "origin": list(origin_rows(opened)),
        "has_missing_glyphs": bool(glyphs.missing(opened.text + opened.outcome_text)),
        "replaced": list(dict.fromkeys(glyphs.replaced(json.loads(opened.text)))),
        "size": f"{len(opened.text.encode()):,}",
    }


def lines(digest: str) -> list[str]:
    return [" ".join(groups(digest)[:LINE]), " ".join(groups(digest)[LINE:])]


def grouped(digest: str) -> str:
    """In groups of four, as it stands at the foot of every page."""
    return " ".join(groups(digest))


def groups(digest: str) -> list[str]:
    return [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]


def qr(digest: str) -> SafeString:
    # Correction M bears a fold or a stain, and few readers know a Micro QR code.
    code = segno.make(digest, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * QUIET
    drawing = Drawing(96, 96, _("QR code of the SHA-256"))
    unit = 96 / side
    for y, row in enumerate(rows):
        for start, length in _runs(row):
            # A touch taller, so that no white shows between two rows.
            drawing.rect((start + QUIET) * unit, (y + QUIET) * unit, width=length * unit, height=unit * 1.02, fill=INK)
    return drawing.svg()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules stand in a row: start and length."""
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs


def example(opened: PrintedRun) -> str:
    """One total as the sum of its categories, as printed."""
    vendor = next((v for v in opened.ranked if opened.results["total"].get(v) is not None), None)
    if vendor is None:
        return ""
    parts = [points(opened.shown["contribution"][category.code][vendor]) for category in opened.tree]
    written = f"{' + '.join(parts)} = {points(opened.results['total'][vendor])}"
    return _("%(name)s: %(result)s") % {"name": opened.speaker.vendor(vendor), "result": written}


def origin_rows(opened: PrintedRun) -> list[tuple[str, str]]:
    """Where weights, scores and numbers come from, as far as the snapshot says."""
    rows = [
        origin.row(opened),
        (pgettext("report", "Weights"), _weights(opened)),
        (pgettext("report", "Scores"), _scores(opened)),
        (pgettext("report", "Closed early"), exceptions.closed_early(opened)),
        (pgettext("report", "Changes"), _changed(opened)),
    ]
    rows.append(
        (
            _("Computed"),
            _("%(moment)s, %(engine)s, seed %(seed)s")
            % {"moment": moment(opened.computed_at), "engine": opened.engine, "seed": opened.options["seed"]},
        )
    )
    rows.append((_("Attachments"), _attachments(opened)))
    return [row for row in rows if row[1]]


def _attachments(opened: PrintedRun) -> str:
    """Who holds the files of which the pages give the numbers: the pages are the same with them and without."""
    files = [("decision.json", opened.file_hash)]
    if opened.outcome_text:
        files.append(("outcome.json", outcome.file_hash(opened.outcome_text)))
    words = _(
        "%(files)s. The chair, procurement and auditors hold them, attached to the report that they download; "
        "the report for everybody else has the same pages and no attachments."
    )
    return words % {"files": joined(f"{name} (SHA-256 {grouped(digest)})" for name, digest in files)}


def _weights(opened: PrintedRun) -> str:
    template = opened.decision_file["template"]
    nodes = [node for node in opened.decision_file["criteria"] if node["kind"] != "line"]
    if not template:
        return _("set by the committee, without a template")
    changed = sum(node["template_weight"] is not None and node["weight"] != node["template_weight"] for node in nodes)
    added = sum(node["template_weight"] is None for node in nodes)
    words = [
        _("template %(name)s, version %(version)s")
        % {"name": pick(template["name"])[0], "version": template["version"]}
    ]
    words.append(ngettext("%(count)s weight changed", "%(count)s weights changed", changed) % {"count": changed})
    if added:
        words.append(ngettext("%(count)s entry added", "%(count)s entries added", added) % {"count": added})
    return phrases(words)


def _scores(opened: PrintedRun) -> str:
    """Round 1: 200 scores of 6 people, 158 with a reason."""
    told = []
    for item in opened.decision_file["rounds"]:
        people = len({score["person"] for score in item["scores"]})
        facts = {
            "number": item["number"],
            "scores": ngettext("%(count)s score", "%(count)s scores", len(item["scores"]))
            % {"count": len(item["scores"])},
            "people": ngettext("%(count)s person", "%(count)s people", people) % {"count": people},
            "reasons": sum(bool(score["rationale"]) for score in item["scores"]),
        }
        told.append(_("round %(number)s: %(scores)s by %(people)s, %(reasons)s with a reason") % facts)
    return _("; ").join(told)


def _changed(opened: PrintedRun) -> str:
    totals = opened.results["rounds_total"]
    if len(totals) < 2 or opened.leader is None:
        return ""
    moves = [
        f"{vendor} {rounded(first, 2)} → {points(opened.results['total'][vendor])}"
        for vendor in opened.ranked
        if (first := totals[min(totals, key=int)][vendor]) is not None
    ]
    return _("totals after round 1 and now: %(moves)s") % {"moves": joined(moves)} if moves else ""
