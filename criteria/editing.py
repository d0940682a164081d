"""May this member still change the criteria of this selection, now that its row is held?"""

from selection import phases
from selection.models import Member, Selection


def held(selection: Selection, *, member: Member, action: str = "edit_criteria") -> Selection:
    """Lock the selection inside the caller's transaction and check the right against its present phase."""
    return phases.held(selection, member=member, action=action)
