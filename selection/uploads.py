"""How much may a request hold, by where it goes?"""

from django.conf import settings
from django.urls import Resolver404, resolve


def most_bytes(path: str) -> int:
    """A page with a door for tables takes a whole workbook; every other address what its form needs."""
    try:
        name = resolve(path).url_name
    except Resolver404:
        name = None
    return settings.MOST_TABLE_REQUEST_BYTES if name in settings.TABLE_DOORS else settings.MOST_REQUEST_BYTES
