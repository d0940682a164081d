"""Which page answers which address?"""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include(f"{app}.urls")) for app in settings.OWN_APPS]
