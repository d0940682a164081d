"""Does a number stand as the sheet shows it, with all the decimals that the file keeps?"""

import pytest

from tables.formats import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1200, "General", "1200"),
        (0.1 + 0.2, "General", "0.3"),
        (1.2e6, "General", "1200000"),
        (12.34, "0.0", "12.34"),
        (12.345, "0.0", "12.3450"),  # three digits behind a point could be thousands
        (0.95, "0%", "95%"),
        (0.9512, "0.0%", "95.12%"),
        (1200, "#,##0", "1200"),
        (1200, '"¥"#,##0.00', "¥1200"),
        (1200, '#,##0.00"元"', "1200元"),
        (1200, "[$€-407]#,##0.00", "€1200"),
        (1200, "_-[$¥-804]* #,##0.00_-;-[$¥-804]* #,##0.00_-;_-@_-", "¥1200"),
        (126000, '0!.0,"万"', "12.6万"),
        (126000, '0\\.0,"万"', "12.6万"),
        (1200000, '#,##0,"k"', "1200k"),
        (1500000, '0.0,,"M"', "1.5M"),
        (5, '0"%"', "500%"),
        (5, "[Red]0", "5"),
        (5, "[>100]0.0;0", "5"),
        (5, "@", "5"),
        (-3, "0;(0)", "-3"),
    ],
)
def test_the_format_says_which_number_is_meant(value, number_format, text):
    assert shown(value, number_format) == text
