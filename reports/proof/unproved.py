"""What of the tables does `verify` not prove, and why is that right?

Every field stands in a part of `reports/proof/stored.py`, or here: a test walks all models. `model.*` is all of one.
"""

# Compared by a check of `reports/proof/verification.py`.
CHECKED = {
    "chain": ("selection.ChainHead.*", "selection.Event.*", "selection.Payload.*"),
    "inputs": (
        *(
            f"reports.Run.{field}"
            for field in ("selection", "number", "decision_file", "file_hash", "digest", "engine")
        ),
        "reports.Run.sequence",  # that it is not ahead of the events: the same inputs may be asked for again
    ),
    "results": ("reports.Run.results",),
    "file": (
        *(f"reports.Report.{field}" for field in ("run", "language", "is_draft", "file", "sha256")),
        *("reports.Report.plain_file", "reports.Report.plain_sha256"),
    ),
    "decision": ("reports.Decision.*",),
}

# No check looks at these; a reason for each.
UNPROVED = {
    "how somebody likes their pages": (
        *("selection.User.language", "selection.User.theme", "selection.User.letter_keys"),
    ),
    "where mail goes; who was let in by it leaves an event": ("selection.User.email",),
    "Django asks for it, this product does not": (
        *("selection.User.is_staff", "selection.User.is_superuser", "selection.User.date_joined"),
        *("selection.User.groups", "selection.User.user_permissions"),
    ),
    "when somebody came last": (
        *("selection.User.last_login", "selection.Member.last_seen_at", "reports.Report.seen_at"),
        "selection.Notice.seen_at",
    ),
    "a notice on pages; the password itself is proved": ("selection.User.is_password_printed",),
    "it opens nothing without an event, and the committees are told": ("selection.AccessLink.*",),
    "who is told of an event; the event is proved": ("selection.Notice.*",),
    "a count outside every chain, which anybody can raise": ("selection.Refusal.*", "selection.AttemptCount.*"),
    "what a table brought is proved where it stands; this is how it can be taken back": ("selection.BroughtTable.*",),
    "no score, and counted nowhere; one that was taken over is proved as a score": (
        *("scoring.FoundSheet.*", "scoring.FoundMark.*"),
    ),
    "which mail is still to be sent": ("selection.LinkRequest.*",),
    "which form was answered, for some days": (*("selection.Operation.*", "scoring.Score.operation"),),
    "how often it was saved, so that two tabs do not undo each other": (
        *("selection.Selection.version", "vendors.Vendor.version", "vendors.Fact.version"),
        *("scoring.Score.version", "poc.Trial.version"),
    ),
    "the event of the act says who and when": (
        *("scoring.Score.updated_at", "scoring.Sheet.submitted_at"),
        *("poc.Trial.recorded_by", "poc.Trial.recorded_at"),
        *("reports.Run.requested_by", "reports.Report.requested_by"),
        *("reports.Run.given_up_by", "reports.Report.given_up_by"),
    ),
    "it spreads what is left while weights are set; the weights are proved": ("criteria.Criterion.is_weight_locked",),
    "what a selection took from a template is proved in the selection": (
        *("criteria.Template.*", "criteria.TemplateVersion.*"),
    ),
    "how far a job is": (
        *(
            f"reports.{model}.{field}"
            for model in ("Run", "Report")
            for field in ("state", "step", "steps", "step_name", "owner", "lease_until", "attempts", "error")
        ),
        *(f"reports.{model}.{field}" for model in ("Run", "Report") for field in ("created_at", "finished_at")),
    ),
    "read from the file, which is proved": ("reports.Report.pages",),
    "which exceptions a draft prints; they are proved": ("reports.Report.exceptions",),
}
