"""Which addresses are about criteria, weights and templates?"""

from criteria.views import leaves, sealing, templates, weights

urlpatterns = [*weights.urlpatterns, *leaves.urlpatterns, *sealing.urlpatterns, *templates.urlpatterns]
