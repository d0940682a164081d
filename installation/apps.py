"""Which application is this?"""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "installation"
