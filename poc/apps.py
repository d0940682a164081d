"""Which application is this?"""

from django.apps import AppConfig


class PocConfig(AppConfig):
    name = "poc"
