"""Which page answers which address?"""

from django.conf import settings
from django.urls import include, path

handler400 = "selection.middleware.too_much"
handler500 = "selection.views.failing.server_error"
WITHOUT_PAGES = {"installation"}
urlpatterns = [path("", include(f"{app}.urls")) for app in settings.OWN_APPS if app not in WITHOUT_PAGES]
