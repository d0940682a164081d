"""Is production the default, safe, and described?"""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

READERS = {"text", "flag", "whole", "choice", "words", "address", "zone", "networks"}


def manage(*arguments, **environment):
    return python("manage.py", *arguments, **environment)


def shown(*names, **environment):
    """What these settings are; nothing else is loaded."""
    told = ", ".join(f"settings.{name}" for name in names)
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return python("-c", f"from django.conf import settings; print({told})", **environment).stdout


def python(*arguments, **environment):
    clean = {name: os.environ[name] for name in ("PATH", "TOUCHSTONE_DATA", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | environment,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "INFO", TOUCHSTONE_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_secret_key_is_made_once_and_private(tmp_path):
    first = shown("SECRET_KEY", TOUCHSTONE_DATA=str(tmp_path))
    assert shown("SECRET_KEY", TOUCHSTONE_DATA=str(tmp_path)) == first
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HTTPS": "maybe"}, "HTTPS='maybe' is not understood: use true or false"),
        ({"DATABASE_URL": "mysql://u:secret@h/d"}, "DATABASE_URL must be an address that starts with"),
        ({"EMAIL_HOST": "mail.example"}, "EMAIL_HOST is set, so PUBLIC_URL must be set too"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL='loud' is not understood"),
        ({"PROXY_ADDRESSES": "my-proxy"}, "PROXY_ADDRESSES='my-proxy' is not understood: use addresses or ranges"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters, 5 of them different: use 50 or more random ones"),
        ({"SECRET_KEY": "abcd" * 20}, "SECRET_KEY has 80 characters, 4 of them different: use 50 or more random ones"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE='Mars/Olympus' is not understood"),
    ],
)
def test_odd_setting_stops_the_start(tmp_path, environment, words):
    done = manage("check", TOUCHSTONE_DATA=str(tmp_path), **environment)
    assert done.returncode == 1
    assert words in done.stderr
    assert "secret" not in done.stderr


def test_public_url_opens_its_host_and_origin():
    told = shown("ALLOWED_HOSTS[-1]", "CSRF_TRUSTED_ORIGINS", PUBLIC_URL="https://pick.example:8443/")
    assert told == "pick.example ['https://pick.example:8443']\n"


@pytest.mark.parametrize(
    ("https", "names"), [("true", "__Host-sessionid __Host-csrftoken"), ("false", "sessionid csrftoken")]
)
def test_cookies_are_bound_to_the_host_under_https(https, names):
    assert shown("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", HTTPS=https) == f"{names}\n"


def names_read():
    for path in (settings.BASE_DIR / "config").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_env(node.func):
                yield node.args[0].value


def is_env(function):
    return isinstance(function.value, ast.Name) and function.value.id == "env" and function.attr in READERS


def test_every_setting_is_described():
    text = (settings.BASE_DIR / "docs" / "settings.md").read_text()
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert set(names_read()) == described


def test_only_the_readers_read_the_environment():
    """A child process may be handed a part of it, but no module looks up a setting by its name."""
    own = [settings.BASE_DIR / app for app in ("analysis", *settings.OWN_APPS)]
    looks_up = re.compile(r"getenv|environ(?:\.get\(|\.setdefault\(|\[)[\"']")
    assert [str(path) for app in own for path in app.rglob("*.py") if looks_up.search(path.read_text())] == []
