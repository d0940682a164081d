"""Which addresses say where everything stands?"""

from desk.views import home, overview, starting

urlpatterns = [
    *home.urlpatterns,
    *starting.urlpatterns,
    *overview.urlpatterns,
]
