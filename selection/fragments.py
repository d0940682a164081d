"""Is a part of a page asked for, or all of it?"""

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asked, so that a whole page would land inside another one."""
    return request.headers.get("HX-Request") == "true"
