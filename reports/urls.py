"""At which addresses do numbers, decisions and papers answer?"""

from reports.views import charts, costs, deciding, decision, erasing, exceptions, mending, record, results

urlpatterns = [
    *costs.urlpatterns,
    *results.urlpatterns,
    *charts.urlpatterns,
    *exceptions.urlpatterns,
    *mending.urlpatterns,
    *record.urlpatterns,
    *erasing.urlpatterns,
    *decision.urlpatterns,
    *deciding.urlpatterns,
]
