"""What did the operator set, and is it a value we understand?"""

import os
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    if value:
        raise _odd(name, value, "use true or false")
    return default


def whole(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    # `isdigit` takes the digits of every script, and ² too.
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise _odd(name, value, f"use a whole number from {low} to {high}")
    return int(value)


def choice(name: str, default: str, *, options: Collection[str]) -> str:
    value = text(name, default)
    if value not in options:
        raise _odd(name, value, f"use one of {', '.join(options)}")
    return value


def zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in available_timezones():
        raise _odd(name, value, "use a name such as Asia/Shanghai")
    return value


def networks(name: str, default: Collection[str] = ()) -> list[IPv4Network | IPv6Network]:
    """Addresses, or ranges of them such as 10.0.0.0/8."""
    try:
        return [ip_network(word, strict=False) for word in words(name, default)]
    except ValueError as error:
        raise _odd(name, text(name), "use addresses or ranges such as 10.0.0.0/8, separated by commas") from error


def words(name: str, default: Collection[str] = ()) -> list[str]:
    given = [word.strip() for word in text(name).split(",")]
    return [word for word in given if word] or list(default)


def address(name: str, default: str = "", *, schemes: Collection[str]) -> str:
    """A URL, returned without a trailing slash."""
    value = text(name, default)
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
        raise ImproperlyConfigured(
            f"{name} must be an address that starts with {' or '.join(f'{s}://' for s in schemes)}"
        )
    return value.rstrip("/")


def _odd(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r} is not understood: {remedy}")
