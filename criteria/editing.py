"""May this member still change the criteria of this selection, now that its row is held?"""

from django.core.exceptions import PermissionDenied

from selection.access import WrongPhase, ever, may
from selection.models import Member, Selection


def held(selection: Selection, *, member: Member, action: str = "edit_criteria") -> Selection:
    """Lock the selection inside the caller's transaction and check the right against its present phase."""
    row = Selection.objects.select_for_update().get(pk=selection.pk)
    if member.selection_id != row.pk or not ever(member, action):
        raise PermissionDenied(action)
    if not may(member, action, row.phase):
        raise WrongPhase(row, action)
    selection.phase = row.phase
    return row
