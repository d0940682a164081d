"""Who gets to this installation?"""

import pytest

from config.reach import is_direct, is_local


@pytest.mark.parametrize(
    ("host", "public_url", "expected"),
    [
        ("127.0.0.1", "", True),
        ("localhost", "http://localhost:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "", False),
        ("192.168.1.4", "", False),
        ("127.0.0.1", "http://192.168.1.4:8000", False),
        ("127.0.0.1", "http://127.0.0.1.example.com", False),
    ],
)
def test_local_is_what_nobody_else_is_given(host, public_url, expected):
    assert is_local(host=host, public_url=public_url) == expected


@pytest.mark.parametrize(
    ("https", "proxy_count", "public_url", "expected"),
    [
        (False, 0, "", True),
        (False, 0, "http://192.168.1.4:8000", True),
        (True, 0, "", False),
        (False, 1, "", False),
        (False, 0, "https://touchstone.example.com", False),
    ],
)
def test_direct_is_what_no_proxy_stands_before(https, proxy_count, public_url, expected):
    assert is_direct(https=https, proxy_count=proxy_count, public_url=public_url) == expected
