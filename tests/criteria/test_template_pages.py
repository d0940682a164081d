"""Template pages: everybody reads what is published, the administrator drafts and publishes."""

import pytest
from django.urls import reverse

from criteria import templates
from criteria.models import Template, TemplateVersion
from selection.models import User
from tests.cast import admin, person

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def eva(shipped, client):
    client.force_login(person("eva", language="en"))
    return client


@pytest.fixture
def ada(shipped, client):
    client.force_login(admin())
    User.objects.update(language="en")
    return client


@pytest.fixture
def draft(ada):
    ada.post(reverse("template_draft", args=["retail"]))
    return TemplateVersion.objects.get(template__key="retail", number=4)


def weigh(client, code, points, state=1, depth="short"):
    data = {"points": points, "state": state}
    return client.post(reverse("template_weight", args=["retail", depth, code]), data, headers=HX)


def test_everybody_reads_what_is_published(eva):
    page = eva.get(reverse("templates"))
    assert page.status_code == 200
    assert [row.key for row in page.context["templates"]][:2] == ["base", "retail"]
    text = eva.get(reverse("templates", args=["retail"]) + "?depth=full").content.decode()
    assert "Order and logistics lookup" in text
    assert "Draft v3" not in text and "used" not in text


def test_drafts_and_retired_templates_are_the_administrators(shipped, client):
    actor = admin()
    templates.new_draft(Template.objects.get(key="retail"), actor=actor)
    templates.retire(Template.objects.get(key="sme"), retired=True, actor=actor)
    client.force_login(person("eva"))
    assert client.get(reverse("templates", args=["retail"]) + "?version=4").status_code == 404
    assert client.get(reverse("templates", args=["sme"])).status_code == 404
    client.force_login(actor)
    assert client.get(reverse("templates", args=["retail"])).context["version"].number == 4
    assert client.get(reverse("templates", args=["sme"])).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_template_and_three(eva, count, django_assert_num_queries):
    Template.objects.exclude(pk__in=Template.objects.values("pk")[:count]).delete()
    eva.get(reverse("templates"))
    with django_assert_num_queries(LIST):
        assert len(eva.get(reverse("templates")).context["templates"]) == count


LIST = 6


def test_without_templates_the_page_says_so(client, db):
    client.force_login(person("eva", language="en"))
    assert "No templates yet" in client.get(reverse("templates")).content.decode()


def test_a_draft_moves_and_shows_the_difference(ada, draft):
    answer = weigh(ada, "F", "50")
    assert answer.status_code == 200
    assert answer.context["changed"] == answer.context["leaf_count"] == len(answer.context["all"]) - 5
    category = next(row for row in answer.context["lines"] if row.code == "F")
    assert (category.before, category.after, category.delta) == (44.0, 50.0, 6.0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("101", "“Functional fit” can have from 0 to 100 points; you gave 101."), ("x", "“x” is not one.")],
)
def test_bad_input_is_explained_and_kept(ada, draft, typed, words):
    answer = weigh(ada, "F", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed}" data-was="44"' in " ".join(answer.content.decode().split())
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_stale_draft_is_a_conflict(ada, draft):
    weigh(ada, "F", "50")
    answer = weigh(ada, "A", "30", state=1)
    assert answer.status_code == 409
    assert "This draft was changed by someone else while it was open here" in answer.content.decode()
    assert ada.post(reverse("template_publish", args=["retail"]), {"state": 1}).status_code == 409
    assert templates.latest("retail").number == 3


def test_reasons_stand_beside_the_change(ada, draft):
    weigh(ada, "F", "50")
    where = reverse("template_reason", args=["retail", "short", "F"])
    answer = ada.post(where, {"reason": "Function first", "state": 2}, headers=HX)
    assert next(row for row in answer.context["lines"] if row.code == "F").why == "Function first"


def test_publishing_asks_first(ada, draft):
    weigh(ada, "F", "50")
    where = reverse("template_publish", args=["retail"])
    ask = ada.get(where).content.decode()
    assert "36 changes" in ask
    assert templates.latest("retail").number == 3
    done = ada.post(where, {"note": "Function first", "state": 2}, follow=True).content.decode()
    assert "Version 4 is published. New selections use it." in done
    assert "Function first" in done
    assert templates.latest("retail").number == 4
    assert weigh(ada, "F", "40", state=2).status_code == 404


def test_discarding_asks_first(ada, draft):
    where = reverse("template_discard", args=["retail"])
    ada.get(where)
    assert TemplateVersion.objects.filter(pk=draft.pk).exists()
    ada.post(where)
    assert not TemplateVersion.objects.filter(pk=draft.pk).exists()


def test_an_own_template(ada):
    source = templates.latest("retail")
    refused = ada.post(reverse("template_new"), {"source": source.pk, "name_en": ""})
    assert refused.status_code == 422
    answer = ada.post(reverse("template_new"), {"source": source.pk, "name_en": "Ours"})
    assert answer["Location"] == reverse("templates", args=["own-1"]) + "?show=all"
    page = ada.get(answer["Location"]).content.decode()
    assert "Publish v1" in page
    assert ada.get(reverse("template_publish", args=["own-1"])).status_code == 200


def test_retiring_and_offering_again(ada):
    where = reverse("template_retire", args=["sme"])
    for retired in ("1", "0"):
        ada.post(where, {"retired": retired})
        assert Template.objects.get(key="sme").is_retired == (retired == "1")


@pytest.mark.parametrize(
    "name", ["template_new", "template_draft", "template_publish", "template_discard", "template_retire"]
)
def test_only_the_administrator_changes_templates(eva, name):
    where = reverse(name, args=[] if name == "template_new" else ["retail"])
    assert eva.post(where).status_code == 403
    assert TemplateVersion.objects.count() == 12
