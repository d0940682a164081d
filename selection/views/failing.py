"""What does somebody read when disk or database fail under a page, or the page itself does?"""

import sys

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.views import defaults

from selection.failures import failure
from selection.unsaved import sent


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database: why, what to do, and what was sent with a button to send it again."""
    # Django calls this while it handles the exception, and hands it to nobody.
    error = sys.exc_info()[1]
    kind = failure(error) if error else None
    if kind is None:
        return defaults.server_error(request)
    context = {"failure": kind.name, "path": request.get_full_path(), "fields": sent(request)}
    page = loader.get_template("503.html").render({**context, "csrf_token": get_token(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})
