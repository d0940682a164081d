"""Does the page say while a file is being read, and can nobody send it twice?"""

import pytest
from playwright.sync_api import expect

from tests.cast import committee
from tests.tables.books import book
from tests.vendors.builders import measured, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


STAY = "addEventListener('submit', (event) => event.preventDefault())"


def test_a_file_that_is_being_read_says_so(open_page, tmp_path):
    """The form is held back on its way: while an answer is awaited the browser's driver sees nothing of the page."""
    cast = committee()
    vendor(cast.bo)
    measured(cast.selection)
    chosen = tmp_path / "facts.xlsx"
    chosen.write_bytes(book(["", "A"], ["F-CH-01", 12]))
    page = open_page(cast.bo.user)
    page.goto("/s/S-0001/facts/paste/")
    page.evaluate(STAY)
    page.locator("button[name=take]").click()
    expect(page.get_by_role("status")).to_have_text("")
    page.locator("input[type=file]").set_input_files(chosen)
    page.locator("button[name=take]").click()
    expect(page.get_by_role("status")).to_have_text("正在读取文件…")
    expect(page.locator("#file-door button")).to_be_disabled()
