"""Do the container files name parts that exist?"""

import re

import pytest
import yaml
from django.conf import settings

from config import settings as source

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
    assert int(version.split("-")[0]) >= least


def test_worker_can_be_scaled():
    worker = COMPOSE["services"]["worker"]
    assert {"container_name", "ports"} & set(worker) == set()


@pytest.mark.parametrize("service", ["migrate", "web", "worker"])
def test_parts_are_set_by_known_variables_only(service):
    assert set(COMPOSE["services"][service]["environment"]) - DOCUMENTED == set()


def test_addresses_are_understood():
    environment = COMPOSE["services"]["web"]["environment"]
    assert environment["DATABASE_URL"].endswith("@db:5432/touchstone")
    assert environment["REDIS_URL"] == "redis://broker:6379/0"


def test_image_installs_what_run_installs():
    libraries = re.findall(r"\.so\.0:(\S+)", (settings.BASE_DIR / "run").read_text())
    assert [name for name in libraries if name not in DOCKERFILE] == []


def test_image_variables_are_settings():
    variables = set(re.findall(r"\b(TOUCHSTONE_DATA|COLLECTED_STATIC)=", DOCKERFILE))
    assert variables == {"TOUCHSTONE_DATA", "COLLECTED_STATIC"}
    assert source.STATIC_ROOT is None
