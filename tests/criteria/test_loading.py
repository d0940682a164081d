"""The shipped templates load once, and a published version is never touched again."""

import json

import pytest
from django.core.management import call_command

from criteria import content, library
from criteria.models import TemplateVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A folder of fixtures that a test may change."""
    for name in ("library.json", "templates.json"):
        (tmp_path / name).write_text((library.FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    return tmp_path


def change(folder, *, version):
    path = folder / "templates.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    base = shipped["templates"][0]
    base["version"] = version
    base["depths"]["short"]["categories"][0]["weight"] += 100
    base["depths"]["short"]["categories"][1]["weight"] -= 100
    path.write_text(json.dumps(shipped), encoding="utf-8")


def rows():
    return list(TemplateVersion.objects.order_by("pk").values_list("template__key", "number", "digest"))


def test_loading_twice_changes_nothing():
    content.load()
    first = rows()
    assert [line.endswith("unchanged") for line in content.load()] == [True] * 12
    assert rows() == first


def test_a_changed_file_with_the_same_number_changes_nothing(files):
    content.load()
    first = rows()
    change(files, version=3)
    assert next(content.load()) == "base v3: kept; raise the version in the file"
    assert rows() == first


def test_a_changed_file_with_a_higher_number_becomes_a_new_version(files):
    content.load()
    first = rows()
    change(files, version=4)
    assert next(content.load()) == "base v4: published"
    assert rows()[:-1] == first
    assert rows()[-1][:2] == ("base", 4)


def test_a_version_holds_every_text_itself(shipped):
    leaf = TemplateVersion.objects.get(template__key="base").depths["full"]["criteria"][0]
    assert (leaf["name"]["zh"], leaf["question"]["zh"]) == ("渠道覆盖数量", "不做定制，系统能接通多少个客户渠道？")


def test_the_command_says_what_it_did(capsys):
    call_command("load_content")
    assert capsys.readouterr().out.splitlines()[0] == "base v3: published"
