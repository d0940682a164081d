"""What does someone see who failed to sign in too often?"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def pause(request: HttpRequest) -> timedelta:
    return timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page says when to try again, and reveals nothing about the account."""
    return render(request, "429.html", {"minutes": settings.SIGN_IN_PAUSE_MINUTES}, status=429)
