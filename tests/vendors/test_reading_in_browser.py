"""Does the page say while a file is being read, and can nobody send it twice?"""

import pytest
from playwright.sync_api import expect

from tables.turns import turn
from tests.cast import committee
from tests.tables.books import book
from tests.vendors.builders import measured, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


def test_a_file_that_is_being_read_says_so(open_page, settings, tmp_path):
    cast = committee()
    vendor(cast.bo)
    measured(cast.selection)
    chosen = tmp_path / "facts.xlsx"
    chosen.write_bytes(book(["", "A"], ["F-CH-01", 12]))
    page = open_page(cast.bo.user)
    settings.TABLE_READERS = 1
    with turn(settings.DATA_DIR / "reading", most=1, wait=30):
        page.goto("/s/S-0001/facts/paste/")
        page.locator("input[type=file]").set_input_files(chosen)
        page.locator("button[name=take]").dispatch_event("click")
        expect(page.get_by_role("status").filter(has_text="正在读取文件…")).to_be_visible()
        expect(page.locator("#file-door button")).to_be_disabled()
    expect(page.locator("textarea").first).to_have_value("\tA\nF-CH-01\t12")
    expect(page.locator("#file-door button")).to_be_enabled()
