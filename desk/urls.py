"""Which addresses say where everything stands?"""

from desk.views import from_table, home, overview, starting

urlpatterns = [
    *home.urlpatterns,
    *starting.urlpatterns,
    *from_table.urlpatterns,
    *overview.urlpatterns,
]
