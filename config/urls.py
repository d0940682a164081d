"""Which page answers which address?"""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include(f"{app}.urls")) for app in settings.OWN_APPS if find_spec(f"{app}.urls")]
