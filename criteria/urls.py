"""Which addresses are about criteria, weights and templates?"""

from criteria.views import leaves, templates, weights, whole_set

urlpatterns = [
    *weights.urlpatterns,
    *whole_set.urlpatterns,
    *leaves.urlpatterns,
    *templates.urlpatterns,
]
