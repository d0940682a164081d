"""Can the static files be collected for production, and are they served as they should be?"""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_every_reference_between_static_files_can_be_followed(collected):
    assert (collected / "staticfiles.json").exists()


def test_every_static_file_named_by_a_template_exists():
    named = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", path.read_text())
    }
    assert {name for name in named if not (settings.BASE_DIR / "static" / name).is_file()} == set()


def test_mark_answers_where_browsers_ask_for_it_unbidden(client, db):
    """A report, a file, a foreign page that links here: none names an icon, and each asks for this one."""
    answer = client.get("/favicon.ico")
    assert (answer.status_code, b"".join(answer.streaming_content)[:4]) == (200, b"\x00\x00\x01\x00")


def test_no_template_holds_a_script_or_a_style():
    """The content security policy would refuse them; the one style element is plotly's."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style(?![^>]*nonce)|\son(?:click|change|input|submit|load|key\w+|focus|blur|error)=|javascript:"
    )
    wrong = [
        f"{path.relative_to(settings.BASE_DIR)}: {found}"
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if "pdf" not in path.parts and path.name != "report.html"
        for found in inline.findall(path.read_text())
    ]
    assert wrong == []


def test_page_carries_the_content_security_policy(client, db):
    policy = client.get(reverse("sign_in"), follow=True).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives.pop("style-src").split(" ")[0] == "'self'"
    assert directives == {
        "default-src": "'self'",
        "img-src": "'self' data: blob:",
        "script-src": "'self'",
        "style-src-attr": "'unsafe-inline'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
