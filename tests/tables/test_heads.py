"""Which name does a head mean?"""

import pytest

from tables.heads import folded, loose, meant


def test_names_are_compared_without_width_case_spaces_and_what_nobody_sees():
    assert folded(" ＡＣＭＥ Desk\u200b ") == folded("\ufeffacme desk") == "acmedesk"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Norda (incumbent)", "norda"),
        ("Norda Inc.", "norda"),
        ("Norda Co., Ltd.", "norda"),
        ("Norda & Co", "norda"),
        ("Norda GmbH", "norda"),
        ("灵犀（现用）", "灵犀"),
        ("云桥科技有限公司", "云桥科技"),
        ("云桥科技股份有限公司", "云桥科技"),
        ("3、灵犀", "灵犀"),
        ("（二）灵犀", "灵犀"),
        ("2.1 灵犀", "灵犀"),
        ("②灵犀", "灵犀"),
        ("7x24 灵犀", "7x24灵犀"),
        ("5G 接入", "5g接入"),
        ("1.5", "1.5"),
        ("一体化", "一体化"),
        ("Cisco", "cisco"),
        ("Alico", "alico"),
        ("Co", "co"),
    ],
)
def test_a_remark_and_the_form_of_a_company_are_no_part_of_a_name(name, short):
    assert loose(name) == short


def test_the_whole_name_comes_before_the_loose_one_and_two_that_fit_are_two():
    names = {"A": [1], "Norda": [1], "B": [2], "A (test)": [2], "Norda GmbH": [3]}
    assert [meant(head, names) for head in ("norda", "NORDA gmbh", "Norda Ltd", "a", "C", "")] == [
        [1],
        [3],
        [1, 3],
        [1],
        [],
        [],
    ]
    assert meant("A", {"A": [1, 2]}) == [1, 2]


def test_a_text_longer_than_any_name_means_nothing():
    assert meant("A" + " " * 400, {"A": ["one"]}) == []
