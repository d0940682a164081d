"""Is a form that was sent twice done once?

Every form that makes something carries the id of one operation. The first request that brings it does the work and
keeps where it led; a second one, however close behind, waits for the first and is led to the same place.
"""

import hashlib
from datetime import timedelta
from functools import wraps

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from selection.access import View
from selection.models import Operation, User
from selection.phases import Blocked

FIELD = "operation"
LENGTH = 22
KEPT = timedelta(days=14)  # no form stays open longer than a session
NOT_COMPARED = {FIELD, "csrfmiddlewaretoken"}


def new_id() -> str:
    return get_random_string(LENGTH)


def once(view: View) -> View:
    """Do one operation once, in one transaction; what is refused or wrong does not count as done.

    It stands before the rights, because what was done may have ended them: a round closes once.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        sent = request.POST.get(FIELD, "")
        if not 0 < len(sent) <= LENGTH:
            return view(request, *args, **kwargs)
        assert isinstance(request.user, User)  # every such form is sent by somebody who is signed in
        with transaction.atomic():
            Operation.objects.filter(at__lt=timezone.now() - KEPT).delete()
            body = _digest(request)
            # The second request waits here, at the unique constraint, until the first has ended.
            row, is_first = Operation.objects.get_or_create(user=request.user, number=sent, defaults={"body": body})
            if not is_first:
                return _again(row, body)
            answer = view(request, *args, **kwargs)
            if answer.status_code >= 400:
                # The id goes too, so that the same form may be sent again once it is put right.
                transaction.set_rollback(True)
            elif "Location" in answer.headers:
                Operation.objects.filter(pk=row.pk).update(led_to=answer.headers["Location"])
            else:  # a step on the way, such as a preview: it may be asked for again
                row.delete()
            return answer

    guarded.is_once = True  # type: ignore[attr-defined]
    return guarded


def _again(row: Operation, body: str) -> HttpResponse:
    if row.body != body:
        raise Blocked([_("This form was sent before with other contents. Open it again to send more.")])
    return redirect(row.led_to)


def _digest(request: HttpRequest) -> str:
    """What was sent, and where to."""
    found = hashlib.sha256(request.path.encode())
    for field, values in sorted(request.POST.lists()):
        if field not in NOT_COMPARED:
            # `repr` keeps apart where one value ends and the next begins.
            found.update(repr((field, values)).encode())
    for field, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(repr((field, _content(file))).encode())
    return found.hexdigest()


def _content(file: UploadedFile) -> str:
    content = hashlib.sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)  # the page reads it after this
    return content.hexdigest()
