"""What can happen to a selection, its committee and the people of the site, and what is it called?"""

from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

CHANGED_COMMITTEE = gettext_lazy("%(who)s changed the committee")
PROPOSED_ERASURE = gettext_lazy("%(who)s proposed or refused to erase what an event holds")


class EventKind(StrEnum):
    """A kind of event: its name in the ledger, what was done (record), a sentence of it (overview).

    Names are data in the chains of every installation: none is ever changed.
    """

    did: Promise
    told: Promise | None

    def __new__(cls, name: str, did: Promise, told: Promise | None = None) -> Self:
        kind = str.__new__(cls, name)
        # The value is the name alone, so that a kind equals the text in the database.
        kind._value_, kind.did, kind.told = name, did, told
        return kind


class CourseEvent(EventKind):
    """What became of a selection."""

    CREATED = (
        "selection.created",
        gettext_lazy("Created the selection"),
        gettext_lazy("%(who)s created the selection"),
    )
    IMPORTED = (
        "selection.imported",
        gettext_lazy("Imported the selection from a file"),
        gettext_lazy("The selection was imported"),
    )
    EDITED = (
        "selection.edited",
        gettext_lazy("Changed basics and rules"),
        gettext_lazy("%(who)s changed the basics"),
    )
    MOVED = (
        "selection.moved",
        gettext_lazy("Moved the selection on"),
        gettext_lazy("%(who)s moved the selection on"),
    )
    MENDED = (
        "selection.mended",
        gettext_lazy("Corrected a value that broke a limit"),
        gettext_lazy("%(who)s corrected a value that broke a limit"),
    )
    EXCEPTION_KEPT = (
        "selection.exception_kept",
        gettext_lazy("Gave the reason for a change after the close"),
        gettext_lazy("%(who)s gave the reason for a change after the close"),
    )
    ARCHIVED = (
        "selection.archived",
        gettext_lazy("Archived the selection"),
        gettext_lazy("%(who)s archived the selection"),
    )
    UNARCHIVED = (
        "selection.unarchived",
        gettext_lazy("Unarchived the selection"),
        gettext_lazy("%(who)s unarchived the selection"),
    )
    EXPORTED = (
        "selection.exported",
        gettext_lazy("Exported the decision file"),
        gettext_lazy("%(who)s exported the decision file"),
    )
    TABLE_TAKEN = (
        "selection.table_taken",
        gettext_lazy("Took a table along as a file"),
        gettext_lazy("%(who)s took a table along as a file"),
    )
    TABLE_BROUGHT = (
        "selection.table_brought",
        gettext_lazy("Brought a table in"),
        gettext_lazy("%(who)s brought a table in"),
    )
    TABLE_UNDONE = (
        "selection.table_undone",
        gettext_lazy("Took a table back that had been brought in"),
        gettext_lazy("%(who)s took a table back that had been brought in"),
    )
    BASELINE = (
        "selection.baseline",
        gettext_lazy("Wrote down what is stored"),
        gettext_lazy("%(who)s wrote down what is stored"),
    )


class ErasureEvent(EventKind):
    """What became of what an event holds, in the chain of a selection or of the site."""

    PROPOSED = (
        "selection.erasure_proposed",
        gettext_lazy("Proposed to erase what an event holds"),
        PROPOSED_ERASURE,
    )
    DROPPED = (
        "selection.erasure_dropped",
        gettext_lazy("Kept what an event holds"),
        PROPOSED_ERASURE,
    )
    PAYLOAD_REDACTED = (
        "selection.payload_redacted",
        gettext_lazy("Erased what an event held, as another had proposed"),
        gettext_lazy("%(who)s erased what an event held"),
    )


class CommitteeEvent(EventKind):
    """Seats, and what their people may see."""

    MEMBER_ADDED = "selection.member_added", gettext_lazy("Gave a seat"), CHANGED_COMMITTEE
    MEMBER_CHANGED = "selection.member_changed", gettext_lazy("Changed a seat"), CHANGED_COMMITTEE
    MEMBER_REMOVED = "selection.member_removed", gettext_lazy("Removed a member"), CHANGED_COMMITTEE
    MEMBER_GIVEN = (
        "selection.member_given",
        gettext_lazy("Gave a seat that came with a file to an account"),
        gettext_lazy("%(who)s gave a seat that came with a file to %(person)s"),
    )
    OWN_SEAT_CHANGED = (
        "selection.own_seat_changed",
        gettext_lazy("Changed their own roles"),
        gettext_lazy("%(who)s changed their own roles"),
    )
    CHAIR_APPOINTED = (
        "selection.chair_appointed",
        gettext_lazy("Made a member the chair, as site administrator"),
        gettext_lazy("%(who)s, who administers the site, made %(person)s the chair"),
    )
    PRICES_OPENED = (
        "selection.prices_opened",
        gettext_lazy("Opened the prices"),
        gettext_lazy("%(who)s opened the prices"),
    )
    PRICES_SEALED = (
        "selection.prices_sealed",
        gettext_lazy("Sealed the prices, which the organisers had seen"),
        gettext_lazy("%(who)s sealed the prices; the organisers had seen them"),
    )
    PRICES_ALLOWED = (
        "selection.prices_allowed",
        gettext_lazy("Allowed scoring with knowledge of the prices"),
        gettext_lazy("%(who)s let %(person)s score knowing the prices"),
    )
    MEMBER_LINK_ISSUED = (
        "selection.member_link_issued",
        gettext_lazy("Created a sign-in link for a member"),
        gettext_lazy("%(who)s created a new sign-in link for %(person)s"),
    )
    MEMBER_LINK_USED = (
        "selection.member_link_used",
        gettext_lazy("Used a sign-in link made for a member"),
        gettext_lazy("%(who)s used the sign-in link that %(issuer)s made"),
    )


class PersonEvent(EventKind):
    """People and how they come in; in the chain of the site."""

    INSTALLATION_STARTED = "selection.installation_started", gettext_lazy("Set up the installation")
    PERSON_ADDED = "selection.person_added", gettext_lazy("Added a person")
    PERSON_CHANGED = "selection.person_changed", gettext_lazy("Changed a person")
    PERSON_DEACTIVATED = "selection.person_deactivated", gettext_lazy("Deactivated a person")
    PERSON_REACTIVATED = (
        "selection.person_reactivated",
        gettext_lazy("Let a deactivated person in again"),
    )
    PERSON_DELETED = "selection.person_deleted", gettext_lazy("Deleted an account that nobody used")
    SIGNED_IN = "selection.signed_in", gettext_lazy("Signed in")
    SIGNED_OUT = "selection.signed_out", gettext_lazy("Signed out")
    PROFILE_CHANGED = "selection.profile_changed", gettext_lazy("Changed own preferences")
    PASSWORD_CHANGED = "selection.password_changed", gettext_lazy("Changed own password")
    PASSWORD_RESET = (
        "selection.password_reset",
        gettext_lazy("Set a new password through a mailed link"),
    )
    PRINTED_PASSWORD_REPLACED = (
        "selection.printed_password_replaced",
        gettext_lazy("Printed another password for an account of the examples"),
    )
    PRINTED_PASSWORD_ENDED = (
        "selection.printed_password_ended",
        gettext_lazy("Revoked a printed password"),
    )
    PASSWORD_HASHED = (
        "selection.password_hashed",
        gettext_lazy("Signed in; the password is stored as this version does"),
    )
    ACCESS_LINK_ISSUED = "selection.access_link_issued", gettext_lazy("Created a sign-in link")
    ACCESS_LINK_USED = "selection.access_link_used", gettext_lazy("Used a sign-in link")


class SiteEvent(EventKind):
    """What happened to the installation."""

    LISTED = "selection.listed", gettext_lazy("Created a selection")
    DELETED = "selection.deleted", gettext_lazy("Deleted a draft; its chain ended")
    RESTORED = "selection.restored", gettext_lazy("Restored a backup")
