"""Do the container files name parts that exist?"""

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import PurePosixPath

import pytest
import yaml
from django.conf import settings

import config.settings

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
DOCUMENTED = set(
    re.findall(r"^\| `([A-Z_]+)` \|", (settings.BASE_DIR / "docs" / "settings.md").read_text(), re.MULTILINE)
)


def test_services_are_web_worker_database_and_broker():
    assert list(COMPOSE["services"]) == ["migrate", "web", "worker", "db", "broker"]


@pytest.mark.parametrize(("service", "image", "least"), [("db", "postgres", 15), ("broker", "redis", 7)])
def test_images_are_new_enough(service, image, least):
    name, version = COMPOSE["services"][service]["image"].split(":")
    assert name == image
    assert int(version.split(".")[0]) >= least
    assert re.fullmatch(r"\d+\.[\d.]+-bookworm", version)


def test_worker_can_be_scaled():
    worker = COMPOSE["services"]["worker"]
    assert {"container_name", "ports"} & set(worker) == set()


@pytest.mark.parametrize("service", ["migrate", "web", "worker"])
def test_parts_are_set_by_known_variables_only(service):
    assert set(COMPOSE["services"][service]["environment"]) - DOCUMENTED == set()


def test_addresses_are_understood():
    environment = COMPOSE["services"]["web"]["environment"]
    assert environment["DATABASE_URL"].endswith("@db:5432/touchstone")
    assert environment["REDIS_URL"] == "redis://:${BROKER_PASSWORD:?set BROKER_PASSWORD}@broker:6379/0"


def test_only_this_machine_reaches_the_pages_and_nothing_else_is_published():
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_broker_asks_for_its_password():
    broker = COMPOSE["services"]["broker"]
    assert '--requirepass "$$REDISCLI_AUTH"' in broker["command"][-1]
    assert broker["environment"] == {"REDISCLI_AUTH": "${BROKER_PASSWORD:?set BROKER_PASSWORD}"}


def test_the_image_starts_the_server_that_run_starts():
    assert 'CMD ["python", "-m", "config.web", ' in DOCKERFILE


def test_image_installs_what_run_installs():
    libraries = re.findall(r"\.so\.0:(\S+)", (settings.BASE_DIR / "run").read_text())
    assert [name for name in libraries if name not in DOCKERFILE] == []


def test_image_variables_are_settings():
    variables = set(re.findall(r"\b(TOUCHSTONE_DATA|COLLECTED_STATIC)=", DOCKERFILE))
    assert variables == {"TOUCHSTONE_DATA", "COLLECTED_STATIC"}
    assert config.settings.STATIC_ROOT is None


# What goes into the image ------------------------------------------------------------------------
LINES = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
PATTERNS = [line for line in LINES if line and not line.startswith("#")]


def is_copied(path):
    """Whether an image gets this file: the last line that fits it, or a folder above it, decides."""
    names = [str(PurePosixPath(*PurePosixPath(path).parts[: n + 1])) for n in range(len(PurePosixPath(path).parts))]
    copied = True
    for pattern in PATTERNS:
        bare = pattern.removeprefix("!")
        fits = any(fnmatch(name, bare) or fnmatch(f"/{name}", f"/{bare.removeprefix('**')}") for name in names)
        deep = bare.startswith("**/") and any(fnmatch(part, bare[3:]) for part in PurePosixPath(path).parts)
        if fits or deep:
            copied = pattern.startswith("!")
    return copied


def test_nothing_is_copied_that_is_not_named():
    assert PATTERNS[0] == "*"
    assert [pattern for pattern in PATTERNS if pattern.startswith("!") and "*" in pattern] == []


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.production",
        "config/.env",
        "var/secret_key",
        "var/touchstone.sqlite3",
        "touchstone.sqlite3",
        "selection/touchstone.sqlite3-wal",
        "backups/touchstone.tar.gz",
        "backup.tar.gz",
        ".git/config",
        ".venv-bench/bin/python",
        "id_ed25519",
        "docker-compose.yml",
        "tests/conftest.py",
        "reports/__pycache__/runs.cpython-313.pyc",
    ],
)
def test_secrets_data_and_tests_stay_outside_the_image(path):
    assert not is_copied(path)


def test_what_goes_into_the_image_starts(tmp_path):
    for found in settings.BASE_DIR.iterdir():
        if is_copied(found.name) and found.is_dir():
            shutil.copytree(found, tmp_path / found.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        elif is_copied(found.name):
            shutil.copy(found, tmp_path)
    environment = os.environ | {"TOUCHSTONE_DATA": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    checked = [sys.executable, "-W", "ignore", "manage.py", "check"]
    done = subprocess.run(checked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "path",
    [
        "manage.py",
        "requirements.txt",
        "LICENSE",
        "static/css/base.css",
        "fixtures/glossary.json",
        "locale/zh_Hans/LC_MESSAGES/django.po",
    ],
)
def test_files_that_the_start_needs_are_in_the_image(path):
    assert is_copied(path)
    assert (settings.BASE_DIR / path).exists() or path.startswith("static/")
