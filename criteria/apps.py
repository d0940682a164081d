"""Which application is this?"""

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
