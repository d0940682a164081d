"""Which page answers which address?"""

from django.conf import settings
from django.urls import include, path

handler400 = "selection.middleware.too_much"
urlpatterns = [path("", include(f"{app}.urls")) for app in settings.OWN_APPS]
