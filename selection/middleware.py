"""In which language is a request answered, and what does a refusal look like?"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.defaults import bad_request

from analysis.decision_file.characters import hidden
from selection import devices, refusals, sessions, unsaved, uploads
from selection.access import WrongPhase
from selection.forms.account import SignInForm
from selection.fragments import wants_fragment
from selection.models import Phase, Refusal
from selection.phases import Blocked

Answer = Callable[[HttpRequest], HttpResponse]
SHOWN_LATER = {"view_costs", "view_scores", "view_results", "download_report", "export_selection"}
BEFORE_THE_REVEAL = {Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED}
UNUSED = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "midi", "hid")


class Language:
    """The person's own language, else the one chosen on this device, else the installation's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        timezone.deactivate()  # a committee's page activates its own zone
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    wishes = (getattr(request.user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return next((wish for wish in wishes if wish in known), settings.LANGUAGE_CODE)


class SessionLimits:
    """A device that was idle or signed in for too long is signed out before anything else looks at its person."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sessions.end_in_time(request)
        response = self.get_response(request)
        sessions.remember_person(request, response)
        devices.remember(request, response)
        return response


class NotKept:
    """No browser or proxy keeps a page: after signing out, *back* shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        # one address answers with a page or with a part
        patch_vary_headers(response, ["HX-Request"])
        return response


class NoDevices:
    """No page, and nothing that got into one, may ask for what the product never uses."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", ", ".join(f"{feature}=()" for feature in UNUSED))
        return response


class SignInRequired(LoginRequiredMiddleware):
    """As Django's, but a script gets 401 and an event, and a sent form is kept over the sign-in."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if wants_fragment(request):
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        if unsaved.keep(request):
            return render(request, "selection/sign_in.html", {"form": SignInForm(request), "kept": True}, status=401)
        return super().handle_no_permission(request, view_func)


class Bounded:
    """A request that says it is larger than any form is refused before a byte of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        said = request.META.get("CONTENT_LENGTH") or "0"
        # `int` refuses texts of some thousand digits
        sent = int(said[:20]) if said.isdecimal() else 0
        if sent > settings.MOST_REQUEST_BYTES and sent > (most := uploads.most_bytes(request.path_info)):
            return unreadable(request, sent=sent, most=most, status=413)
        return None


class Legible:
    """A character that nobody sees is refused in an address, and one that no database keeps in any form."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if hidden(request.path_info) or any(hidden(key + "".join(values)) for key, values in request.GET.lists()):
            return unreadable(request, status=400)
        for field, values in request.POST.lists():
            if "\0" in field or any("\0" in value for value in values):
                return unreadable(request, field=field.replace("\0", ""), status=422)
        return None


class Refusals:
    """A move in the wrong phase or with something missing becomes 409 with a way back.

    Who opens an address that only takes forms (from the history, or from a mail) comes to its page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_opened = request.method in ("GET", "HEAD") and not wants_fragment(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_opened:
            return redirect(page_above(request))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        person = request.user.get_username()
        if isinstance(exception, PermissionDenied):
            refusals.count(Refusal.Kind.ROLE, person=person)
        if isinstance(exception, WrongPhase):
            refusals.count(Refusal.Kind.PHASE, person=person)
            is_hidden = exception.action in SHOWN_LATER and exception.selection.phase in BEFORE_THE_REVEAL
            return refusal(request, selection=exception.selection, is_hidden=is_hidden)
        if isinstance(exception, Blocked):
            return refusal(request, blockers=exception.blockers)
        return None


def unreadable(request: HttpRequest, *, status: int, **reason: object) -> HttpResponse:
    """Nothing was looked at: what was sent cannot be read, or is too much."""
    if not wants_fragment(request):
        return render(request, "unreadable.html", reason, status=status)
    return _noticed(render(request, "_unreadable.html", reason, status=status))


def too_much(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before a page sees it; a large form is told its size."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    return unreadable(request, sent=sent, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, status=413)


def page_above(request: HttpRequest) -> str:
    """The nearest address above this one that exists."""
    parts = request.path_info.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        if is_valid_path(above):
            return above
    return "/"


def refusal(request: HttpRequest, **reason: object) -> HttpResponse:
    """A page of its own, or the notice strip of the page that stays open."""
    context = {"selection": getattr(request, "selection", None), **reason}
    if not wants_fragment(request):
        return render(request, "409.html", context, status=409)
    return _noticed(render(request, "_refusal.html", context, status=409))


def _noticed(response: HttpResponse) -> HttpResponse:
    """In the notice strip; the page and what is typed there stay."""
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#notices", "innerHTML"
    return response
