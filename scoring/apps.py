"""Which application is this?"""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
