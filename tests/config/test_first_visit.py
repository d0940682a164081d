"""Does the first visit to an empty installation lead to its first administrator, in a real browser?"""

import pytest
from django.contrib.auth import get_user_model


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh-Hans"), ("en-GB", "zh-Hans")])
def test_first_visit_asks_for_the_administrator_in_chinese(open_page, locale, language):
    page = open_page(locale=locale)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1#door").count() == 1
    assert page.url.endswith("/welcome/")


def test_pages_fetch_nothing_from_elsewhere(open_page, live_server):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []


def test_signed_in_person_sees_a_first_page(open_page, transactional_db):
    user = get_user_model().objects.create_user("eva", name_en="Eva", language="en")
    page = open_page(user)
    assert page.goto("/").status == 200
    assert page.locator("html").get_attribute("lang") == "en"
